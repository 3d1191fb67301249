// An article as it reads. Invariant: markup of the article becomes text or a format, never an element of its own choosing.
import { LinkNode } from "@lexical/link";
import { ListItemNode, ListNode } from "@lexical/list";
import { $convertFromMarkdownString, BOLD_STAR, BOLD_UNDERSCORE, HEADING, INLINE_CODE, ITALIC_STAR, ITALIC_UNDERSCORE, LINK, ORDERED_LIST, QUOTE, STRIKETHROUGH, UNORDERED_LIST } from "@lexical/markdown";
import { HeadingNode, QuoteNode } from "@lexical/rich-text";
import { createEditor } from "lexical";
import { useEffect, useRef } from "react";

const SIGNS = [HEADING, UNORDERED_LIST, ORDERED_LIST, QUOTE, INLINE_CODE, BOLD_STAR, BOLD_UNDERSCORE, ITALIC_STAR, ITALIC_UNDERSCORE, STRIKETHROUGH, LINK];
const THEME = {
  quote: "rich-quote",
  list: { ul: "rich-list", ol: "rich-list", listitem: "rich-item" },
  text: { bold: "rich-bold", italic: "rich-italic", strikethrough: "rich-strike", code: "rich-code" },
};

export function Markdown({ text, label }: { text: string; label: string }) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const editor = createEditor({
      namespace: "article",
      editable: false,
      nodes: [HeadingNode, QuoteNode, ListNode, ListItemNode, LinkNode],
      theme: THEME,
      onError: (error) => {
        throw error;
      },
    });
    editor.setRootElement(root.current);
    editor.update(() => $convertFromMarkdownString(text, SIGNS), { discrete: true });
    return () => editor.setRootElement(null);
  }, [text]);
  return <div ref={root} className="article" role="document" aria-label={label} tabIndex={0} />;
}
