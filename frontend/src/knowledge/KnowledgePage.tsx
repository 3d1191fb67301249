// The knowledge base: what drafts rest on. List, search as drafts search, taking in files.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { articlesQuery } from "../api/knowledge";
import { languageName } from "../lib/languages";
import { fileSize } from "../lib/files";
import { useMay } from "../shell/me";
import { Ago, Chip } from "../ui/Bits";
import { Button } from "../ui/Button";
import { Page } from "../ui/Page";
import { Empty, Failure, Skeleton } from "../ui/States";
import { Import } from "./Import";
import { Search } from "./Search";

export function KnowledgePage() {
  const { t } = useTranslation();
  const reads = useMay("read_articles");
  const writes = useMay("change_articles");
  if (!reads) {
    return (
      <Page title={t("nav.knowledge")}>
        <Empty icon="lock" title={t("error.refused")} />
      </Page>
    );
  }
  return (
    <Page title={t("nav.knowledge")} text={t("knowledge.text")}>
      <div className="row wrap">
        {writes ? (
          <Link className="btn btn-primary" to="/knowledge/$article" params={{ article: "new" }}>
            {t("knowledge.write")}
          </Link>
        ) : (
          <p className="muted">{t("knowledge.readonly")}</p>
        )}
        {writes && <Import />}
      </div>
      <Search />
      <Articles writes={writes} />
    </Page>
  );
}

function Articles({ writes }: { writes: boolean }) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(articlesQuery);
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton lines={6} />;
  const articles = data.pages.flatMap((page) => page.items);
  if (articles.length === 0) {
    return (
      <Empty icon="knowledge" title={t("knowledge.empty")}>
        <p className="muted">{writes ? t("knowledge.empty_write") : t("knowledge.empty_read")}</p>
      </Empty>
    );
  }
  return (
    <>
      <div className="card scroll-x" tabIndex={0} role="region" aria-label={t("knowledge.articles")}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("knowledge.title")}</th>
              <th scope="col">{t("app.language")}</th>
              <th scope="col">{t("knowledge.size")}</th>
              <th scope="col">{t("knowledge.changed")}</th>
            </tr>
          </thead>
          <tbody>
            {articles.map((article) => (
              <tr key={article.id}>
                <td>
                  <Link to="/knowledge/$article" params={{ article: article.id }}>
                    {article.title}
                  </Link>{" "}
                  {!article.public && <Chip tone="note">{t("knowledge.internal")}</Chip>}
                  {article.path && <span className="muted block cut">{article.path}</span>}
                </td>
                <td>{article.language === "und" ? "–" : languageName(article.language, i18n.language)}</td>
                <td className="num">{fileSize(article.size, i18n.language)}</td>
                <td>
                  <Ago at={article.updated_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hasNextPage && (
        <div className="row">
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t("knowledge.more")}
          </Button>
        </div>
      )}
    </>
  );
}
