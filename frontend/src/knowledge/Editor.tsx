// Writes an article in Markdown, and shows how it will read.
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/client";
import { freshArticle, writeArticle, type Article } from "../api/knowledge";
import { Check, Text } from "../settings/fields";
import { Button } from "../ui/Button";
import { Modal } from "../ui/Modal";
import { sentence } from "../ui/States";
import { toast } from "../ui/toasts";
import { asTyped, contentOf } from "./content";
import { Markdown } from "./Markdown";

interface Props {
  /** The version that is changed; null for a new article. */
  article: Article | null;
  onDone: (article: Article) => void;
  onLeave: () => void;
}

export function Editor({ article, onDone, onLeave }: Props) {
  const { t } = useTranslation();
  const [form, setForm] = useState(() => asTyped(article));
  const [preview, setPreview] = useState(false);
  const [theirs, setTheirs] = useState<Article | null>(null);
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const save = useMutation({
    mutationFn: (over: Article | null) => writeArticle(over, contentOf(form)),
    onSuccess: (written) => {
      toast(t("app.saved"));
      onDone(written);
    },
    onError: async (error) => {
      if (article && error instanceof Problem && error.code === "version_mismatch") setTheirs(await freshArticle(article.id));
    },
  });
  return (
    <form
      className="card form form-wide"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate(article);
      }}
    >
      <Text label={t("knowledge.title")} value={form.title} onChange={(title) => set({ title })} required />
      <div className="field">
        <span className="row">
          <label htmlFor="article-body" className="grow">
            {t("knowledge.body")}
          </label>
          <Button small kind="quiet" aria-pressed={preview} onClick={() => setPreview(!preview)}>
            {t("knowledge.preview")}
          </Button>
        </span>
        <textarea id="article-body" className="input article-words" rows={18} hidden={preview} value={form.body} required={!preview} onChange={(event) => set({ body: event.target.value })} />
        {preview && <Markdown text={form.body} label={t("knowledge.preview")} />}
      </div>
      <Text label={t("app.language")} hint={t("knowledge.language_hint")} value={form.language} onChange={(language) => set({ language })} />
      <Text label={t("knowledge.url")} hint={t("knowledge.url_hint")} value={form.url} onChange={(url) => set({ url })} />
      <Text label={t("field.tags")} hint={t("knowledge.tags_hint")} value={form.tags} onChange={(tags) => set({ tags })} />
      <Check label={t("knowledge.public")} value={form.public} onChange={(now) => set({ public: now })} />
      {save.error && !theirs && (
        <p className="bad" role="alert">
          {sentence(save.error, t("error.unreachable_text"))}
        </p>
      )}
      <div className="row">
        <Button type="submit" kind="primary" disabled={save.isPending}>
          {t("app.save")}
        </Button>
        <Button onClick={onLeave}>{t("app.cancel")}</Button>
      </div>
      {theirs && (
        <Modal wide title={t("conflict.title")} onClose={() => setTheirs(null)}>
          <p>{t("knowledge.conflict")}</p>
          <div className="both">
            <section aria-label={t("conflict.theirs")}>
              <h3>{t("conflict.theirs")}</h3>
              <pre className="words" tabIndex={0}>{`${theirs.title}\n\n${theirs.body}`}</pre>
            </section>
            <section aria-label={t("conflict.mine")}>
              <h3>{t("conflict.mine")}</h3>
              <pre className="words" tabIndex={0}>{`${form.title}\n\n${form.body}`}</pre>
            </section>
          </div>
          <div className="modal-foot">
            <Button onClick={onLeave}>{t("conflict.keep")}</Button>
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
