// Asks the knowledge base as drafts do, to see what would be found.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { hitsQuery } from "../api/knowledge";
import { Chip } from "../ui/Bits";
import { Button } from "../ui/Button";
import { sentence } from "../ui/States";

export function Search() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  const { data: found, error, isFetching } = useQuery({ ...hitsQuery(asked), enabled: asked !== "" });
  const data = found?.items;
  return (
    <section className="card form form-wide" aria-label={t("knowledge.search")}>
      <form
        className="row"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed.trim());
        }}
      >
        <input className="input grow" type="search" maxLength={2_000} aria-label={t("knowledge.question")} placeholder={t("knowledge.question")} value={typed} onChange={(event) => setTyped(event.target.value)} />
        <Button type="submit" disabled={typed.trim() === ""}>
          {t("knowledge.search")}
        </Button>
      </form>
      <div role="status" className="stack">
        {isFetching && <p className="muted">{t("app.loading")}</p>}
        {error && !isFetching && <p className="bad">{sentence(error, t("error.unreachable_text"))}</p>}
        {data && !isFetching && data.length === 0 && <p className="muted">{t("knowledge.nothing")}</p>}
        {data && !isFetching && data.length > 0 && <p className="muted">{t("knowledge.found", { count: data.length })}</p>}
        {found?.ranking_note && !isFetching && <p className="draft-note">{found.ranking_note}</p>}
      </div>
      {data && data.length > 0 && (
        <ol className="hits">
          {data.map((hit) => (
            <li key={hit.passage}>
              <span className="row wrap">
                <Link className="grow" to="/knowledge/$article" params={{ article: hit.article }}>
                  {[hit.title, ...hit.headings].join(" › ")}
                </Link>
                {!hit.public && <Chip tone="note">{t("knowledge.internal")}</Chip>}
                <span className="muted num" title={t("knowledge.coverage_text")}>
                  {t("knowledge.coverage", { percent: Math.round(hit.coverage * 100) })}
                </span>
              </span>
              <p className="words">{hit.text}</p>
              <p className="muted">{hit.matched.length > 0 ? hit.matched.map((one) => one.word).join(" · ") : t("knowledge.by_meaning")}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
