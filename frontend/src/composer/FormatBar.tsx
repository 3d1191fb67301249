// The formats of a reply, as buttons that say what the place of the cursor is.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { showCombo } from "../keys/combo";
import { Button, isMac } from "../ui/Button";
import { Icon } from "../ui/Icon";
import type { Format, Formats } from "./rich-changes";

const BAR: readonly { format: Format; combo?: string }[] = [
  { format: "bold", combo: "mod+b" },
  { format: "italic", combo: "mod+i" },
  { format: "bullet" },
  { format: "number" },
  { format: "quote" },
  { format: "link" },
];

interface Props {
  formats: Formats;
  onFormat: (format: Format) => void;
  tools: ReactNode;
}

export function FormatBar({ formats, onFormat, tools }: Props) {
  const { t } = useTranslation();
  return (
    <div className="format-bar row">
      <div className="row grow" role="toolbar" aria-label={t("compose.format")}>
        {BAR.map(({ format, combo }) => {
          const label = t(`compose.formats.${format}`);
          return (
            <Button
              key={format}
              kind="quiet"
              small
              className="btn-icon"
              aria-label={label}
              aria-pressed={formats[format]}
              title={combo ? `${label} (${showCombo(combo, isMac)})` : label}
              // The words keep the focus and what is selected in them.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onFormat(format)}
            >
              <Icon name={format} />
            </Button>
          );
        })}
      </div>
      {tools}
    </div>
  );
}
