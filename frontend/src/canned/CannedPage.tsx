// Canned responses: what there is, in which language, for which category, and how often it is used.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { cannedListQuery } from "../api/canned";
import { languageName } from "../lib/languages";
import { useMay } from "../shell/me";
import { Ago, Chip } from "../ui/Bits";
import { Page } from "../ui/Page";
import { Empty, Failure, Skeleton } from "../ui/States";

export function CannedPage() {
  const { t } = useTranslation();
  const reads = useMay("read_articles");
  const writes = useMay("change_articles");
  if (!reads) {
    return (
      <Page title={t("nav.canned")}>
        <Empty icon="lock" title={t("error.refused")} />
      </Page>
    );
  }
  return (
    <Page title={t("nav.canned")} text={t("canned.text")}>
      {writes ? (
        <div className="row">
          <Link className="btn btn-primary" to="/canned/$canned" params={{ canned: "new" }}>
            {t("canned.write")}
          </Link>
        </div>
      ) : (
        <p className="muted">{t("canned.readonly")}</p>
      )}
      <List />
    </Page>
  );
}

function List() {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(cannedListQuery);
  if (!data) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton lines={6} />;
  if (data.length === 0) {
    return (
      <Empty icon="canned" title={t("canned.empty")}>
        <p className="muted">{t("canned.empty_text")}</p>
      </Empty>
    );
  }
  return (
    <div className="card scroll-x" tabIndex={0} role="region" aria-label={t("nav.canned")}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("canned.name")}</th>
            <th scope="col">{t("canned.shortcut")}</th>
            <th scope="col">{t("app.language")}</th>
            <th scope="col">{t("field.category")}</th>
            <th scope="col">{t("canned.uses")}</th>
            <th scope="col">{t("knowledge.changed")}</th>
          </tr>
        </thead>
        <tbody>
          {data.map((one) => (
            <tr key={one.id}>
              <td>
                <Link to="/canned/$canned" params={{ canned: one.id }}>
                  {one.name}
                </Link>{" "}
                {!one.enabled && <Chip>{t("canned.off")}</Chip>}
              </td>
              <td>
                <code>/{one.shortcut}</code>
              </td>
              <td>{one.language === "und" ? "–" : languageName(one.language, i18n.language)}</td>
              <td>{one.category ?? "–"}</td>
              <td className="num">{one.uses}</td>
              <td>
                <Ago at={one.updated_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
