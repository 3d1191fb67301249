// Files dropped, pasted or picked go to the file store at once, so that sending does not wait for them.
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { upload } from "../api/commands";
import { sentence } from "../ui/States";
import { toast } from "../ui/toasts";
import type { AttachedFile } from "./drafts";
import type { DraftState } from "./useDraft";

const LARGEST = 25 * 1024 * 1024;

export function useUploads(draft: DraftState) {
  const { t } = useTranslation();
  const [names, setNames] = useState<readonly string[]>([]);
  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  });
  const one = async (file: File): Promise<AttachedFile | null> => {
    if (file.size === 0 || file.size > LARGEST) {
      toast(t("compose.file_size", { name: file.name }), { tone: "bad" });
      return null;
    }
    setNames((list) => [...list, file.name]);
    try {
      return await upload(file);
    } catch (error) {
      toast(t("compose.upload_failed", { name: file.name, why: sentence(error, t("error.unreachable_text")) }), { tone: "bad" });
      return null;
    } finally {
      setNames((list) => list.filter((name) => name !== file.name));
    }
  };
  return {
    names,
    busy: names.length > 0,
    add: (files: readonly File[]) => {
      for (const file of files) {
        void one(file).then((done) => {
          if (done) latest.current.set((now) => ({ files: [...now.files, done] }));
        });
      }
    },
  };
}
