import { $createLinkNode, LinkNode } from "@lexical/link";
import { $createListItemNode, $createListNode, ListItemNode, ListNode } from "@lexical/list";
import { $createQuoteNode, QuoteNode } from "@lexical/rich-text";
import { $createParagraphNode, $createTextNode, $getRoot, createEditor, type LexicalNode } from "lexical";
import { expect, test } from "vitest";
import { asLines } from "./lines";
import { $content, $setText, readLink, type Content } from "./rich";

function written(make: () => LexicalNode[] | undefined): Content {
  const editor = createEditor({
    nodes: [ListNode, ListItemNode, LinkNode, QuoteNode],
    onError: (error) => {
      throw error;
    },
  });
  let found: Content = { text: "", html: "" };
  editor.update(
    () => {
      const nodes = make();
      if (nodes) $getRoot().clear().append(...nodes);
      found = $content();
    },
    { discrete: true },
  );
  return found;
}

const line = (...children: LexicalNode[]) => $createParagraphNode().append(...children);
const bold = (text: string) => $createTextNode(text).setFormat("bold");

test("words without a format are sent as words only, line by line", () => {
  expect(written(() => [line($createTextNode("Hello Ann,")), line(), line($createTextNode("it works."))])).toEqual({
    text: "Hello Ann,\n\nit works.",
    html: "",
  });
});

test("what is filled in comes out the same", () => {
  const text = "One\n\nTwo  <b>&amp;\n";
  expect(
    written(() => {
      $setText(text);
      return undefined;
    }),
  ).toEqual({ text, html: "" });
});

test("formats, lists, quotes and links are in the HTML, and readable in the words", () => {
  const content = written(() => [
    line($createTextNode("Please "), bold("restart")),
    $createListNode("number").append($createListItemNode().append($createTextNode("stop <it>")), $createListItemNode().append(bold("start"))),
    $createQuoteNode().append($createTextNode("it hangs")),
    line($createLinkNode("https://example.com/help").append($createTextNode("help"))),
  ]);
  expect(content.text).toBe("Please restart\n1. stop <it>\n2. start\n> it hangs\nhelp (https://example.com/help)");
  expect(content.html).toBe(
    "<div>Please <strong>restart</strong></div><ol><li>stop &lt;it&gt;</li><li><strong>start</strong></li></ol>" +
      '<blockquote>it hangs</blockquote><div><a href="https://example.com/help">help</a></div>',
  );
});

test("plain words as HTML keep their lines and mean no HTML", () => {
  expect(asLines("a <b>\n\nc")).toBe("<div>a &lt;b&gt;</div><div><br></div><div>c</div>");
});

test.each([
  ["https://example.com/a?b=c", "https://example.com/a?b=c"],
  ["example.com/help", "https://example.com/help"],
  ["ann@example.com", "mailto:ann@example.com"],
  ["mailto:ann@example.com", "mailto:ann@example.com"],
  ["javascript:alert(1)", null],
  ["data:text/html,x", null],
  ["file:///etc/passwd", null],
  ["two words", null],
  ["", null],
])("a link typed as %s goes to %s", (typed, address) => {
  expect(readLink(typed)).toBe(address);
});
