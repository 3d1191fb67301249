// A formatted text as what is sent: plain words and, where there is anything to format, HTML.
//
// Invariant: one line of the editor is one line of the mail, in the words as in the HTML; what has no format has no HTML.
import { $isLinkNode } from "@lexical/link";
import { $isListItemNode, $isListNode, type ListNode } from "@lexical/list";
import { $isQuoteNode } from "@lexical/rich-text";
import {
  $createParagraphNode,
  $createTextNode,
  $getRoot,
  $isElementNode,
  $isLineBreakNode,
  $isTextNode,
  type ElementNode,
  type LexicalNode,
  type TextNode,
} from "lexical";

import { escape } from "./lines";

export interface Content {
  text: string;
  /** Empty when the text says it all. */
  html: string;
}

/** What the editor holds. Called within a reading of the editor. */
export function $content(): Content {
  const blocks = $getRoot().getChildren();
  const text = blocks.map((block) => words(block, "")).join("\n");
  return { text, html: blocks.some(isFormatted) ? blocks.map(html).join("") : "" };
}

/** Fills the editor with plain words. Called within an update of the editor. */
export function $setText(text: string): void {
  const root = $getRoot().clear();
  for (const line of text.split("\n")) {
    const paragraph = $createParagraphNode();
    if (line) paragraph.append($createTextNode(line));
    root.append(paragraph);
  }
}

function words(node: LexicalNode, indent: string): string {
  if ($isListNode(node)) return list(node, indent);
  if ($isQuoteNode(node)) {
    return inline(node)
      .split("\n")
      .map((line) => `> ${line}`)
      .join("\n");
  }
  return $isElementNode(node) ? inline(node) : node.getTextContent();
}

function list(node: ListNode, indent: string): string {
  let number = node.getStart();
  return node
    .getChildren()
    .map((item) => {
      const nested = $isListItemNode(item) ? item.getChildren().find($isListNode) : undefined;
      if (nested) return list(nested, `${indent}  `);
      const mark = node.getListType() === "number" ? `${number++}.` : "-";
      return `${indent}${mark} ${$isElementNode(item) ? inline(item) : ""}`;
    })
    .join("\n");
}

/** Words of one line; an address behind words that do not name it. */
function inline(node: ElementNode): string {
  return node
    .getChildren()
    .map((child) => {
      if ($isLineBreakNode(child)) return "\n";
      if (!$isElementNode(child)) return child.getTextContent();
      const said = inline(child);
      return $isLinkNode(child) && child.getURL() !== said ? `${said} (${child.getURL()})` : said;
    })
    .join("");
}

function isFormatted(node: LexicalNode): boolean {
  if ($isTextNode(node)) return node.getFormat() !== 0;
  if ($isListNode(node) || $isQuoteNode(node) || $isLinkNode(node)) return true;
  return $isElementNode(node) && node.getChildren().some(isFormatted);
}

function html(node: LexicalNode): string {
  if ($isTextNode(node)) return formatted(node);
  if ($isLineBreakNode(node)) return "<br>";
  if (!$isElementNode(node)) return "";
  const inner = node.getChildren().map(html).join("");
  if ($isListNode(node)) return `<${node.getTag()}>${inner}</${node.getTag()}>`;
  if ($isListItemNode(node)) return `<li>${inner}</li>`;
  if ($isQuoteNode(node)) return `<blockquote>${inner}</blockquote>`;
  if ($isLinkNode(node)) return `<a href="${escape(node.getURL())}">${inner}</a>`;
  return `<div>${inner || "<br>"}</div>`;
}

const FORMATS = [
  ["bold", "strong"],
  ["italic", "em"],
  ["underline", "u"],
  ["strikethrough", "s"],
  ["code", "code"],
] as const;

function formatted(node: TextNode): string {
  return FORMATS.filter(([format]) => node.hasFormat(format)).reduce(
    (inner, [, tag]) => `<${tag}>${inner}</${tag}>`,
    escape(node.getTextContent()),
  );
}

/** The address behind what somebody typed, or null when a link must not go there. */
export function readLink(typed: string): string | null {
  const text = typed.trim();
  if (/^mailto:[^\s<>"]+@[^\s<>"]+$/i.test(text) || /^https?:\/\/[^\s<>"]+$/i.test(text)) return text;
  if (/^[^\s<>"@:/]+@[^\s<>"@:/]+\.[^\s<>"@:/]+$/.test(text)) return `mailto:${text}`;
  return /^[^\s<>"@:/]+\.[^\s<>":]{2,}$/.test(text) ? `https://${text}` : null;
}
