// One article: read, written, removed. Invariant: a version that somebody else wrote meanwhile is never overwritten unseen.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { articleQuery, type Article } from "../api/knowledge";
import { languageName } from "../lib/languages";
import { exactly } from "../lib/time";
import { useMay } from "../shell/me";
import { Button } from "../ui/Button";
import { Chip } from "../ui/Bits";
import { Page } from "../ui/Page";
import { Empty, Failure, Skeleton } from "../ui/States";
import { Editor } from "./Editor";
import { Markdown } from "./Markdown";
import { RemoveModal } from "./RemoveModal";

export function ArticlePage() {
  const { t } = useTranslation();
  const { article: id = "new" } = useParams({ strict: false });
  const reads = useMay("read_articles");
  const writes = useMay("change_articles");
  if (!reads || (id === "new" && !writes)) {
    return (
      <Page title={t("nav.knowledge")}>
        <Empty icon="lock" title={t("error.refused")} />
      </Page>
    );
  }
  return id === "new" ? <New /> : <Known key={id} id={id} />;
}

function Back() {
  const { t } = useTranslation();
  return (
    <p>
      <Link to="/knowledge">{t("knowledge.back")}</Link>
    </p>
  );
}

function New() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Page title={t("knowledge.write")}>
      <Back />
      <Editor article={null} onDone={(made) => void navigate({ to: "/knowledge/$article", params: { article: made.id } })} onLeave={() => void navigate({ to: "/knowledge" })} />
    </Page>
  );
}

function Known({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(articleQuery(id));
  if (data) return <Shown article={data} />;
  return (
    <Page title={t("nav.knowledge")}>
      <Back />
      {error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton />}
    </Page>
  );
}

function Shown({ article }: { article: Article }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const writes = useMay("change_articles");
  // Kept as it was when writing began: what others write meanwhile is met when saving.
  const [writing, setWriting] = useState<Article | null>(null);
  const [removing, setRemoving] = useState(false);
  return (
    <Page title={article.title}>
      <Back />
      {writing ? (
        <Editor article={writing} onDone={() => setWriting(null)} onLeave={() => setWriting(null)} />
      ) : (
        <>
          <div className="row wrap">
            {!article.public && <Chip tone="note">{t("knowledge.internal")}</Chip>}
            {article.language !== "und" && <Chip>{languageName(article.language, i18n.language)}</Chip>}
            {article.tags.map((tag) => (
              <Chip key={tag}>#{tag}</Chip>
            ))}
            <span className="muted grow">{t("knowledge.changed_at", { time: exactly(article.updated_at, i18n.language) })}</span>
            {writes && <Button onClick={() => setWriting(article)}>{t("knowledge.edit")}</Button>}
            {writes && (
              <Button kind="danger" onClick={() => setRemoving(true)}>
                {t("knowledge.remove")}
              </Button>
            )}
          </div>
          {article.path && <p className="muted">{t("knowledge.from_file", { path: article.path })}</p>}
          {article.url && /^https?:/i.test(article.url) && (
            <p>
              <a href={article.url} target="_blank" rel="noreferrer">
                {article.url}
              </a>
            </p>
          )}
          <div className="card article-card">
            <Markdown text={article.body} label={article.title} />
          </div>
        </>
      )}
      {removing && <RemoveModal article={article} onClose={() => setRemoving(false)} onDone={() => void navigate({ to: "/knowledge" })} />}
    </Page>
  );
}
