// The words of a draft, sentence by sentence: what supports each one is one look away, what nothing supports is marked.
import { Fragment, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { cited, type Passage, type Sentence } from "./state";

interface Props {
  sentences: readonly Sentence[];
  passages: readonly Passage[];
}

export function DraftText({ sentences, passages }: Props) {
  return (
    <p className="words draft-text">
      {sentences.map((sentence, index) => (
        <Fragment key={index}>
          {index > 0 && (sentence.breaks > 0 ? "\n".repeat(Math.min(sentence.breaks, 2)) : " ")}
          <One sentence={sentence} passages={passages} />
        </Fragment>
      ))}
    </p>
  );
}

function One({ sentence, passages }: { sentence: Sentence; passages: readonly Passage[] }) {
  const { t } = useTranslation();
  if (sentence.support === "unsupported") {
    const why = sentence.why.length > 0 ? sentence.why.join("; ") : t("draft.no_source");
    return (
      <span className="unsupported" title={why}>
        {sentence.text}
        <span className="sr"> ({t("draft.no_source")})</span>
      </span>
    );
  }
  const sources = cited(sentence, passages);
  if (sources.length === 0) return <>{sentence.text}</>;
  // The numbers stay on the line of the word they stand behind.
  const last = sentence.text.lastIndexOf(" ") + 1;
  return (
    <>
      {sentence.text.slice(0, last)}
      <span className="cites">
        {sentence.text.slice(last)}
        {sources.map(({ number, passage }) => (
          <Cite key={passage.passage} number={number} passage={passage} />
        ))}
      </span>
    </>
  );
}

/** The number of a source; under the pointer or with the focus it shows the passage, Escape puts it away. */
function Cite({ number, passage }: { number: number; passage: Passage }) {
  const { t } = useTranslation();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLSpanElement>(null);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const [at, element] = [button.current?.getBoundingClientRect(), box.current];
    if (!shown || !at || !element) return;
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    const below = at.bottom + height + 12 < window.innerHeight;
    element.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`;
    element.style.top = `${below ? at.bottom + 2 : Math.max(8, at.top - height - 2)}px`;
    return () => element.hidePopover();
  }, [shown]);
  return (
    <span className="cite" onPointerEnter={() => setShown(true)} onPointerLeave={() => setShown(false)}>
      <button
        ref={button}
        type="button"
        aria-label={t("draft.source_number", { number, title: passage.title })}
        aria-describedby={shown ? id : undefined}
        onFocus={() => setShown(true)}
        onBlur={() => setShown(false)}
        onClick={() => setShown(true)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || !shown) return;
          event.stopPropagation();
          setShown(false);
        }}
      >
        {number}
      </button>
      {shown && (
        <span id={id} ref={box} className="passage" role="tooltip" popover="manual">
          <strong>{[passage.title, ...passage.headings].join(" › ")}</strong>
          <span>{passage.text}</span>
        </span>
      )}
    </span>
  );
}
