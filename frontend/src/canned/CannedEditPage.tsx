// One canned response: written, changed, removed. Invariant: what somebody else changed meanwhile is never overwritten unseen.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { cannedQuery, readCanned, removeCanned, writeCanned, type Canned } from "../api/canned";
import { Problem } from "../api/client";
import { organisationQuery } from "../api/queries";
import { Check, Select, Text } from "../settings/fields";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { Page } from "../ui/Page";
import { Empty, Failure, sentence, Skeleton } from "../ui/States";
import { toast } from "../ui/toasts";
import { asTyped, contentOf } from "./content";

const VARIABLES = ["contact.name", "contact.first_name", "contact.email", "ticket.number", "agent.name", "organisation.name"] as const;

export function CannedEditPage() {
  const { t } = useTranslation();
  const { canned: id = "new" } = useParams({ strict: false });
  const reads = useMay("read_articles");
  const writes = useMay("change_articles");
  if (!reads || (id === "new" && !writes)) {
    return (
      <Page title={t("nav.canned")}>
        <Empty icon="lock" title={t("error.refused")} />
      </Page>
    );
  }
  return (
    <Page title={id === "new" ? t("canned.write") : t("canned.one")}>
      <p>
        <Link to="/canned">{t("canned.back")}</Link>
      </p>
      {id === "new" ? <Form canned={null} /> : <Known key={id} id={id} />}
    </Page>
  );
}

function Known({ id }: { id: string }) {
  // Kept as it was when writing began: what others write meanwhile is met when saving.
  const { data, error, refetch } = useQuery({ ...cannedQuery(id), staleTime: Infinity, refetchOnWindowFocus: false });
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton />;
  return <Form canned={data} />;
}

function Form({ canned }: { canned: Canned | null }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay("change_articles");
  const { data: organisation } = useQuery(organisationQuery);
  const [form, setForm] = useState(() => asTyped(canned));
  const [theirs, setTheirs] = useState<Canned | null>(null);
  const [removing, setRemoving] = useState(false);
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const leave = () => void navigate({ to: "/canned" });
  const save = useMutation({
    mutationFn: (over: Canned | null) => writeCanned(over, contentOf(form)),
    onSuccess: () => {
      toast(t("app.saved"));
      leave();
    },
    onError: async (error) => {
      if (canned && error instanceof Problem && error.code === "version_mismatch") setTheirs(await readCanned(canned.id));
    },
  });
  const categories = organisation?.settings.triage.categories.map((one) => one.key) ?? [];
  const choices = [...new Set(["", ...categories, form.category])];
  return (
    <form
      className="card form form-wide"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate(canned);
      }}
    >
      <Text label={t("canned.name")} value={form.name} onChange={(name) => set({ name })} disabled={!may} required />
      <Text label={t("canned.shortcut")} hint={t("canned.shortcut_hint")} value={form.shortcut} onChange={(shortcut) => set({ shortcut })} disabled={!may} required />
      <div className="field">
        <label htmlFor="canned-body">{t("canned.body")}</label>
        <textarea id="canned-body" className="input" rows={10} required disabled={!may} aria-describedby="canned-body-hint" value={form.body} onChange={(event) => set({ body: event.target.value })} />
        <span className="hint" id="canned-body-hint">
          {t("canned.body_hint")} <code>{VARIABLES.map((name) => `{{${name}}}`).join(" ")}</code>
        </span>
      </div>
      <Text label={t("app.language")} hint={t("canned.language_hint")} value={form.language} onChange={(language) => set({ language })} disabled={!may} />
      <Select
        label={t("field.category")}
        hint={t("canned.category_hint")}
        value={form.category}
        choices={choices.map((key) => [key, key || t("canned.no_category")] as const)}
        onChange={(category) => set({ category })}
        disabled={!may}
      />
      <Check label={t("canned.enabled")} value={form.enabled} onChange={(enabled) => set({ enabled })} disabled={!may} />
      {save.error && !theirs && (
        <p className="bad" role="alert">
          {sentence(save.error, t("error.unreachable_text"))}
        </p>
      )}
      <div className="row">
        <Button type="submit" kind="primary" disabled={!may || save.isPending}>
          {t("app.save")}
        </Button>
        <Button onClick={leave}>{t("app.cancel")}</Button>
        <span className="grow" />
        {canned && may && (
          <Button kind="danger" onClick={() => setRemoving(true)}>
            {t("knowledge.remove")}
          </Button>
        )}
      </div>
      {removing && canned && <Remove canned={canned} onClose={() => setRemoving(false)} onDone={leave} />}
      {theirs && (
        <Modal wide title={t("conflict.title")} onClose={() => setTheirs(null)}>
          <p>{t("canned.conflict")}</p>
          <div className="both">
            <section aria-label={t("conflict.theirs")}>
              <h3>{t("conflict.theirs")}</h3>
              <pre className="words" tabIndex={0}>{`${theirs.name}\n\n${theirs.body}`}</pre>
            </section>
            <section aria-label={t("conflict.mine")}>
              <h3>{t("conflict.mine")}</h3>
              <pre className="words" tabIndex={0}>{`${form.name}\n\n${form.body}`}</pre>
            </section>
          </div>
          <div className="modal-foot">
            <Button onClick={leave}>{t("conflict.keep")}</Button>
            <Button
              kind="primary"
              onClick={() => {
                setTheirs(null);
                save.mutate(theirs);
              }}
            >
              {t("conflict.use_mine")}
            </Button>
          </div>
        </Modal>
      )}
    </form>
  );
}

function Remove({ canned, onClose, onDone }: { canned: Canned; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const remove = useMutation({
    mutationFn: () => removeCanned(canned),
    onSuccess: () => {
      toast(t("knowledge.removed", { title: canned.name }));
      onDone();
    },
  });
  return (
    <Modal title={t("canned.remove_title")} onClose={onClose}>
      <p>{t("canned.remove_text", { name: canned.name })}</p>
      {remove.error && (
        <p className="bad" role="alert">
          {sentence(remove.error, t("error.unreachable_text"))}
        </p>
      )}
      <div className="modal-foot">
        <Button onClick={onClose}>{t("app.cancel")}</Button>
        <Button kind="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
          {t("knowledge.remove")}
        </Button>
      </div>
    </Modal>
  );
}
