// The editor of a reply, loaded when a reply is near. It formats what mail programs show alike, and nothing else.
import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { LinkNode } from "@lexical/link";
import { ListItemNode, ListNode, registerList } from "@lexical/list";
import {
  BOLD_STAR,
  INLINE_CODE,
  ITALIC_STAR,
  LINK,
  ORDERED_LIST,
  QUOTE,
  registerMarkdownShortcuts,
  STRIKETHROUGH,
  UNORDERED_LIST,
} from "@lexical/markdown";
import { QuoteNode, registerRichText } from "@lexical/rich-text";
import { mergeRegister } from "@lexical/utils";
import { $getRoot, $getSelection, $setSelection, createEditor, type BaseSelection, type LexicalEditor } from "lexical";
import { useCallback, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { FormatBar } from "./FormatBar";
import { LinkModal } from "./LinkModal";
import { $content } from "./rich";
import { $fill, $formats, $insert, $link, apply, NONE, registerInput, type Format } from "./rich-changes";
import type { WordsProps } from "./Words";

const SHORTCUTS = [UNORDERED_LIST, ORDERED_LIST, QUOTE, BOLD_STAR, ITALIC_STAR, STRIKETHROUGH, INLINE_CODE, LINK];
const THEME = {
  quote: "rich-quote",
  list: { ul: "rich-list", ol: "rich-list", listitem: "rich-item" },
  text: { bold: "rich-bold", italic: "rich-italic", underline: "rich-underline", strikethrough: "rich-strike", code: "rich-code" },
};
interface Props extends WordsProps {
  /** It takes the place of a field that had the focus. */
  focused: boolean;
}

export default function RichEditor(props: Props) {
  const { text, stamp, label, hint, focused, handle } = props;
  const root = useRef<HTMLDivElement>(null);
  const editor = useRef<LexicalEditor | null>(null);
  const latest = useRef(props);
  const [formats, setFormats] = useState(NONE);
  const [empty, setEmpty] = useState(text === "");
  const [linking, setLinking] = useState<BaseSelection | null>(null);
  useLayoutEffect(() => {
    latest.current = props;
  });

  useLayoutEffect(() => {
    const made = createEditor({
      namespace: "reply",
      nodes: [ListNode, ListItemNode, LinkNode, QuoteNode],
      theme: THEME,
      onError: (error) => {
        throw error;
      },
    });
    editor.current = made;
    made.setRootElement(root.current);
    const end = mergeRegister(
      registerRichText(made),
      registerList(made),
      registerHistory(made, createEmptyHistoryState(), 400),
      registerMarkdownShortcuts(made, SHORTCUTS),
      registerInput(made, latest),
      made.registerUpdateListener(({ editorState, tags }) => {
        editorState.read(() => {
          setFormats($formats());
          const now = $content();
          setEmpty(now.text === "" && now.html === "");
          const { text: before, html: beforeHtml, onChange } = latest.current;
          if (!tags.has("outside") && (now.text !== before || now.html !== beforeHtml)) onChange(now);
        });
      }),
    );
    return () => {
      end();
      made.setRootElement(null);
      editor.current = null;
    };
  }, []);

  useLayoutEffect(() => {
    const { text: words, html: rich } = latest.current;
    editor.current?.update(() => $fill({ text: words, html: rich }), { tag: ["outside", "history-merge"], discrete: true });
  }, [stamp]);

  // The element at once, so that the next letter lands in it. Without a place of its own the cursor goes to the end of the
  // words: the browser would put it before them.
  const focus = useCallback(() => {
    const made = editor.current;
    if (!made) return;
    const had = made.getEditorState().read(() => $getSelection() !== null);
    root.current?.focus();
    if (had) made.focus();
    else made.update(() => void $getRoot().selectEnd(), { discrete: true });
  }, []);
  useLayoutEffect(() => {
    if (focused) focus();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only the editor that replaces the plain field takes its focus
  }, []);
  const insert = useCallback(
    (words: string) => {
      editor.current?.update(() => $insert(words), { discrete: true });
      focus();
    },
    [focus],
  );
  useImperativeHandle(handle, () => ({ focus, insert }), [focus, insert]);

  const format = (what: Format) => {
    const made = editor.current;
    if (!made) return;
    if (what === "link") made.read(() => setLinking($getSelection()?.clone() ?? null));
    else apply(made, what, formats);
  };
  return (
    <>
      <FormatBar formats={formats} onFormat={format} tools={props.tools} />
      <div className="rich">
        {empty && (
          <span className="rich-hint" aria-hidden="true">
            {hint}
          </span>
        )}
        <div
          ref={root}
          className="composer-words rich-words"
          contentEditable
          suppressContentEditableWarning
          role="textbox"
          aria-multiline="true"
          aria-label={label}
          aria-placeholder={hint}
          spellCheck
        />
      </div>
      {linking && (
        <LinkModal
          onClose={() => setLinking(null)}
          onDone={(address) => {
            editor.current?.update(() => {
              $setSelection(linking.clone());
              $link(address);
            });
            setLinking(null);
            setTimeout(() => editor.current?.focus(), 0);
          }}
        />
      )}
    </>
  );
}
