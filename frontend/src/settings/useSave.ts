// Saving a setting: says that it worked, or why not, and asks again for the list it belongs to.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sentence } from "../ui/States";
import { toast } from "../ui/toasts";

export function useSave<In, Out>(list: readonly string[], work: (input: In) => Promise<Out>, then?: (out: Out) => void) {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: async (out) => {
      await client.invalidateQueries({ queryKey: list });
      toast(t("app.saved"));
      then?.(out);
    },
    onError: (error) => toast(sentence(error, t("error.unreachable_text")), { tone: "bad" }),
  });
}
