// Takes in files of help pages, one after the other, and says what became of each.
import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { importArticle } from "../api/knowledge";
import { Button } from "../ui/Button";
import { Chip, type Tone } from "../ui/Bits";
import { Modal } from "../ui/Modal";
import { sentence } from "../ui/States";
import { ACCEPT, pages, pathOf, unfit } from "./files";

type Outcome = "created" | "updated" | "unchanged" | "refused" | "waiting";

interface Line {
  path: string;
  outcome: Outcome;
  why?: string;
}

const TONES: Record<Outcome, Tone> = { created: "good", updated: "good", unchanged: "plain", refused: "bad", waiting: "plain" };

export function Import() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const id = useId();
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [busy, setBusy] = useState(false);
  const take = async (files: readonly File[]) => {
    if (files.length === 0) return;
    setBusy(true);
    setLines(files.map((file) => ({ path: pathOf(file), outcome: "waiting" })));
    for (const [index, file] of files.entries()) {
      const done = await one(file);
      setLines((now) => now.map((line, at) => (at === index ? done : line)));
    }
    setBusy(false);
    await client.invalidateQueries({ queryKey: ["articles"] });
  };
  const one = async (file: File): Promise<Line> => {
    const path = pathOf(file);
    const wrong = unfit(file);
    if (wrong) return { path, outcome: "refused", why: t(`knowledge.unfit.${wrong}`) };
    try {
      const { outcome } = await importArticle(path, await file.text());
      return { path, outcome: outcome as Outcome };
    } catch (error) {
      return { path, outcome: "refused", why: sentence(error, t("error.unreachable_text")) };
    }
  };
  return (
    <>
      <Button onClick={() => document.getElementById(`${id}-files`)?.click()}>{t("knowledge.import")}</Button>
      <Button kind="quiet" onClick={() => document.getElementById(`${id}-folder`)?.click()}>
        {t("knowledge.import_folder")}
      </Button>
      <input id={`${id}-files`} data-testid="import" type="file" multiple hidden accept={ACCEPT} aria-label={t("knowledge.import")} onChange={(event) => void take(emptied(event.target))} />
      <input
        id={`${id}-folder`}
        type="file"
        hidden
        aria-label={t("knowledge.import_folder")}
        ref={(element) => element?.setAttribute("webkitdirectory", "")}
        onChange={(event) => void take(pages(emptied(event.target)))}
      />
      {lines.length > 0 && (
        <Modal title={t("knowledge.imported")} onClose={() => !busy && setLines([])}>
          <ul className="imported" role="status">
            {lines.map((line) => (
              <li key={line.path} className="row wrap">
                <span className="grow cut">{line.path}</span>
                <Chip tone={TONES[line.outcome]}>{t(`knowledge.outcome.${line.outcome}`)}</Chip>
                {line.why && <span className="bad block">{line.why}</span>}
              </li>
            ))}
          </ul>
          <div className="modal-foot">
            <Button kind="primary" disabled={busy} onClick={() => setLines([])}>
              {t("app.close")}
            </Button>
          </div>
        </Modal>
      )}
    </>
  );
}

/** The chosen files; the field can be used for the same ones again. */
function emptied(field: HTMLInputElement): File[] {
  const files = [...(field.files ?? [])];
  field.value = "";
  return files;
}
