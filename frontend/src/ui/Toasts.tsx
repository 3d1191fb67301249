// Where messages appear; read out by screen readers as they come.
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "./Button";
import { dismiss, useToasts, type Toast } from "./toasts";

export function Toasts() {
  const toasts = useToasts();
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((one) => (
        <Line key={one.id} toast={one} />
      ))}
    </div>
  );
}

function Line({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const { action } = toast;
  return (
    <div className={toast.tone === "bad" ? "toast toast-bad" : "toast"}>
      <span>{toast.text}</span>
      {toast.counts && <Seconds until={toast.until} />}
      {action && (
        <Button
          small
          onClick={() => {
            dismiss(toast.id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      {!action && <IconButton icon="close" small label={t("app.close")} onClick={() => dismiss(toast.id)} />}
    </div>
  );
}

function Seconds({ until }: { until: number }) {
  const left = () => Math.max(0, Math.ceil((until - Date.now()) / 1_000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 250);
    return () => clearInterval(timer);
  });
  return (
    <span className="num" aria-hidden="true">
      {seconds}
    </span>
  );
}
