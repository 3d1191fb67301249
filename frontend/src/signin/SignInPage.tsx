// Nobody is signed in: ask for a link. The link itself opens a page of the API that begins the session.
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "../api/commands";
import { api, take } from "../api/client";
import { Button } from "../ui/Button";
import { sentence } from "../ui/States";

export function SignInPage() {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  useEffect(() => {
    document.title = `${t("signin.title")} · Lambdesk`;
  }, [t]);
  const ask = useMutation({ mutationFn: () => take(api.POST("/auth/link", { body: { email: email.trim() } })) });
  return (
    <main className="signin">
      <form
        className="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <img src="/favicon.svg" alt="" width="36" height="36" />
        <h1>{t("signin.title")}</h1>
        <p>{t("signin.text")}</p>
        <div className="field">
          <label htmlFor="email">{t("signin.email")}</label>
          <input
            id="email"
            className="input"
            type="email"
            autoComplete="email"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </div>
        <Button kind="primary" type="submit" disabled={ask.isPending}>
          {t("signin.ask")}
        </Button>
        <div role="status">
          {ask.isSuccess && <p>{t("signin.sent")}</p>}
          {ask.isError && <p className="bad">{sentence(ask.error, t("error.unreachable_text"))}</p>}
        </div>
        <p className="muted">{t("signin.local")}</p>
        <Button kind="quiet" onClick={() => void client.invalidateQueries({ queryKey: ["me"] })}>
          {t("signin.again")}
        </Button>
      </form>
    </main>
  );
}
