// What changes the editor of a reply: filling it, formats, keys, pasting.
import { $generateNodesFromDOM } from "@lexical/html";
import { $isLinkNode, $toggleLink } from "@lexical/link";
import { $isListNode, INSERT_ORDERED_LIST_COMMAND, INSERT_UNORDERED_LIST_COMMAND, REMOVE_LIST_COMMAND } from "@lexical/list";
import { $createQuoteNode, $isQuoteNode } from "@lexical/rich-text";
import { $setBlocksType } from "@lexical/selection";
import { mergeRegister } from "@lexical/utils";
import {
  $createParagraphNode,
  $getEditor,
  $getRoot,
  $getSelection,
  $insertNodes,
  $isElementNode,
  $isLineBreakNode,
  $isRangeSelection,
  $setSelection,
  COMMAND_PRIORITY_HIGH,
  DROP_COMMAND,
  FORMAT_TEXT_COMMAND,
  KEY_DOWN_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_ESCAPE_COMMAND,
  KEY_TAB_COMMAND,
  PASTE_COMMAND,
  type ElementNode,
  type LexicalEditor,
  type LexicalNode,
} from "lexical";
import type { RefObject } from "react";
import { asksForCanned } from "../canned/content";
import { inert } from "../ticket/mail-document";
import { $setText, type Content } from "./rich";
import type { WordsProps } from "./Words";

export type Format = "bold" | "italic" | "bullet" | "number" | "quote" | "link";
export type Formats = Record<Format, boolean>;
export const NONE: Formats = { bold: false, italic: false, bullet: false, number: false, quote: false, link: false };

/** Puts a content in place of what is there, without taking the focus. Called within an update. */
export function $fill({ text, html }: Content): void {
  if (html === "") $setText(text);
  else {
    const root = $getRoot().clear();
    let line = null;
    for (const node of $nodesOf(html)) {
      if ($isElementNode(node) && !node.isInline()) {
        root.append(node);
        line = null;
      } else {
        line ??= $createParagraphNode();
        root.append(line.append(node));
      }
    }
  }
  $setSelection(null);
}

/** Nodes of foreign HTML. Blanks between its blocks are no text. */
function $nodesOf(html: string): LexicalNode[] {
  return $generateNodesFromDOM($getEditor(), lines(inert(html))).filter(
    (node) => $isElementNode(node) || $isLineBreakNode(node) || node.getTextContent().trim() !== "",
  );
}

/** Makes a line of every block that holds words alone: an empty one is an empty line, and not nothing. */
function lines(page: Document): Document {
  for (const block of page.querySelectorAll("div")) {
    if (block.querySelector("div, p, ul, ol, blockquote, table")) continue;
    const line = page.createElement("p");
    line.append(...block.childNodes);
    block.replaceWith(line);
  }
  return page;
}

/** Writes words at the cursor; at the end of the text when there was none yet. */
export function $insert(text: string): void {
  const selection = $getSelection() ?? $getRoot().selectEnd();
  if ($isRangeSelection(selection)) selection.insertRawText(text);
}

/** Whether the cursor stands where a word would begin. */
function $atWord(): boolean {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false;
  const { anchor } = selection;
  const node = anchor.getNode();
  // Between nodes: at the beginning of a line or of a formatted word.
  return anchor.type !== "text" || asksForCanned(node.getTextContent().slice(0, anchor.offset));
}

/** What the place of the cursor is. */
export function $formats(): Formats {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return NONE;
  const at = selection.anchor.getNode();
  const near: LexicalNode[] = [at, ...at.getParents()];
  const list = near.find($isListNode);
  return {
    bold: selection.hasFormat("bold"),
    italic: selection.hasFormat("italic"),
    bullet: list?.getListType() === "bullet",
    number: list?.getListType() === "number",
    quote: near.some($isQuoteNode),
    link: near.some($isLinkNode),
  };
}

/** Turns a format on, or off where it is on. */
export function apply(editor: LexicalEditor, format: Exclude<Format, "link">, now: Formats): void {
  switch (format) {
    case "bold":
    case "italic":
      editor.dispatchCommand(FORMAT_TEXT_COMMAND, format);
      break;
    case "bullet":
      editor.dispatchCommand(now.bullet ? REMOVE_LIST_COMMAND : INSERT_UNORDERED_LIST_COMMAND, undefined);
      break;
    case "number":
      editor.dispatchCommand(now.number ? REMOVE_LIST_COMMAND : INSERT_ORDERED_LIST_COMMAND, undefined);
      break;
    case "quote":
      editor.update(() => {
        const selection = $getSelection();
        if ($isRangeSelection(selection)) $setBlocksType<ElementNode>(selection, () => (now.quote ? $createParagraphNode() : $createQuoteNode()));
      });
  }
  editor.focus();
}

/** Links the selected words; without words the address itself is written. Null takes the link away. */
export function $link(address: string | null): void {
  const selection = $getSelection();
  if (address !== null && $isRangeSelection(selection) && selection.isCollapsed()) {
    const start = selection.anchor.offset;
    selection.insertText(address.replace(/^mailto:/, ""));
    const end = $getSelection();
    if ($isRangeSelection(end)) end.anchor.offset = start;
  }
  $toggleLink(address);
}

/** Keys the app needs for itself, and what is pasted or dropped. */
export function registerInput(editor: LexicalEditor, props: RefObject<WordsProps>): () => void {
  return mergeRegister(
    // Ctrl Enter sends; the window does it.
    editor.registerCommand(KEY_ENTER_COMMAND, (event) => event !== null && (event.ctrlKey || event.metaKey), COMMAND_PRIORITY_HIGH),
    editor.registerCommand(
      KEY_ESCAPE_COMMAND,
      () => {
        editor.getRootElement()?.blur();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_TAB_COMMAND,
      (event) => {
        // Otherwise Tab leaves the editor, as everywhere on the page.
        if (!event.shiftKey && props.current.onTab?.()) event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        if (event.key !== "/" || !$atWord() || !props.current.onSlash?.()) return false;
        event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      PASTE_COMMAND,
      (event) => event instanceof ClipboardEvent && event.clipboardData !== null && $take(event, event.clipboardData, props.current),
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      DROP_COMMAND,
      (event) => event.dataTransfer !== null && $take(event, event.dataTransfer, props.current),
      COMMAND_PRIORITY_HIGH,
    ),
  );
}

/** Files go along, HTML loses what mails do not need, other text stays as it is. */
function $take(event: Event, data: DataTransfer, { onFiles }: WordsProps): boolean {
  const files = [...data.files];
  const html = data.getData("text/html");
  const text = data.getData("text/plain");
  event.preventDefault();
  event.stopPropagation();
  const selection = $getSelection();
  if (files.length > 0) onFiles?.(files);
  else if (html) $insertNodes($nodesOf(html));
  else if (text && $isRangeSelection(selection)) selection.insertRawText(text);
  return true;
}
