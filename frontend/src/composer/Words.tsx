// Where the words of a reply are typed: at once in a plain field, and with formats as soon as the editor is there.
//
// Invariant: no letter waits for the editor, and none is lost when it takes the place of the plain field.
import { useEffect, useImperativeHandle, useRef, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode, type Ref, type RefObject } from "react";
import { flushSync } from "react-dom";
import { asksForCanned } from "../canned/content";
import type { Content } from "./rich";
import type { Field } from "./useDraft";

export interface WordsProps {
  text: string;
  html: string;
  /** Changes when the content is set from outside. */
  stamp: number;
  label: string;
  hint: string;
  rows: number;
  /** Whether it can have formats. */
  plain: boolean;
  /** What stands beside the formats. */
  tools?: ReactNode;
  onChange: (content: Content) => void;
  /** Gives whether Tab did something. */
  onTab?: () => boolean;
  onFiles?: (files: File[]) => void;
  /** A slash was typed where a word begins; gives whether it is taken. */
  onSlash?: () => boolean;
  handle: Ref<Field>;
}

type Editor = typeof import("./RichEditor").default;
let editor: Editor | null = null;

/** Fetches the editor; without it the plain field stays. */
export function loadEditor(): Promise<Editor | null> {
  return import("./RichEditor").then(
    (loaded) => (editor = loaded.default),
    () => null,
  );
}

export function Words(props: WordsProps) {
  const { plain, html } = props;
  const [Rich, setRich] = useState<Editor | null>(() => editor);
  const [focused, setFocused] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const composing = useRef(false);
  useEffect(() => {
    if (plain || Rich) return;
    let gone = false;
    const take = (found: Editor | null) => {
      if (gone || !found) return;
      // A letter that is being composed belongs to the field it was begun in.
      if (composing.current) field.current?.addEventListener("compositionend", () => take(found), { once: true });
      else {
        // In one go: a letter typed between the field and the editor would be taken for a key of the app.
        flushSync(() => {
          setFocused(document.activeElement === field.current);
          setRich(() => found);
        });
      }
    };
    void loadEditor().then(take);
    return () => {
      gone = true;
    };
  }, [plain, Rich]);
  if (Rich && !plain) return <Rich {...props} focused={focused} />;
  return (
    <PlainField
      {...props}
      field={field}
      // A draft with formats is not touched before its editor is there.
      locked={!plain && html !== ""}
      onComposing={(now) => {
        composing.current = now;
      }}
    />
  );
}

interface FieldProps extends WordsProps {
  field: RefObject<HTMLTextAreaElement | null>;
  locked: boolean;
  onComposing: (now: boolean) => void;
}

function PlainField({ text, rows, label, hint, locked, tools, onChange, onTab, onFiles, onSlash, onComposing, field, handle }: FieldProps) {
  useImperativeHandle(handle, () => ({
    focus: () => field.current?.focus(),
    insert: (words) => {
      const element = field.current;
      if (!element) return;
      element.focus();
      element.setRangeText(words, element.selectionStart, element.selectionEnd, "end");
      onChange({ text: element.value, html: "" });
    },
  }));
  const words = (
    <textarea
      ref={field}
      className="composer-words"
      rows={rows}
      value={text}
      readOnly={locked}
      aria-label={label}
      placeholder={hint}
      onChange={(event) => onChange({ text: event.target.value, html: "" })}
      onCompositionStart={() => onComposing(true)}
      onCompositionEnd={() => onComposing(false)}
      onKeyDown={(event: KeyboardEvent<HTMLTextAreaElement>) => {
        if (event.key === "Escape") event.currentTarget.blur();
        if (event.key === "Tab" && !event.shiftKey && onTab?.()) event.preventDefault();
        const { value, selectionStart } = event.currentTarget;
        if (event.key === "/" && asksForCanned(value.slice(0, selectionStart)) && onSlash?.()) event.preventDefault();
      }}
      onPaste={(event: ClipboardEvent) => {
        const files = [...event.clipboardData.files];
        if (!onFiles || files.length === 0) return;
        event.preventDefault();
        onFiles(files);
      }}
    />
  );
  // The formats will stand here: nothing moves when the editor comes.
  return tools ? (
    <>
      <div className="format-bar row">
        <span className="grow" />
        {tools}
      </div>
      {words}
    </>
  ) : (
    words
  );
}
