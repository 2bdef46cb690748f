import { ExternalLink } from "lucide";
import type { Nodes, PhrasingContent } from "mdast";
import type { ComponentChild, ComponentChildren } from "preact";
import { findLinks, safeLink, saysWhereItLeads } from "../text/links.ts";
import { t } from "../text/messages.ts";
import { Icon } from "../ui/icon.tsx";
import { CodeBlock } from "./code-block.tsx";
import { isOnlyEmoji, parseMessage } from "./parse.ts";

/** Deeper than this, only the text is left. */
const DEEPEST = 12;

/** How a name behind an `@` is drawn; nothing when it is nobody's. */
export type MentionOf = (handle: string) => ComponentChild | undefined;

interface Drawing {
  readonly mentionOf: MentionOf;
  readonly depth: number;
}

function Anchor({ address, children }: { address: string; children?: ComponentChildren }) {
  const link = safeLink(address);
  if (link === undefined) {
    return <>{children ?? address}</>;
  }
  return (
    <a href={link.href} target="_blank" rel="noopener noreferrer nofollow" dir="auto">
      {children ?? link.shown}
    </a>
  );
}

const MENTION = /(^|[^\p{L}\p{N}_@])@([\p{L}\p{N}][\p{L}\p{N}._-]{0,63})/gu;

function withMentions(text: string, { mentionOf }: Drawing): ComponentChild[] {
  const parts: ComponentChild[] = [];
  let end = 0;
  for (const match of text.matchAll(MENTION)) {
    const before = match[1] ?? "";
    const drawn = mentionOf(match[2] ?? "");
    if (drawn !== undefined) {
      parts.push(text.slice(end, match.index + before.length), drawn);
      end = match.index + match[0].length;
    }
  }
  parts.push(text.slice(end));
  return parts;
}

function text(value: string, drawing: Drawing): ComponentChild[] {
  return findLinks(value).flatMap((part) =>
    typeof part === "string" ? withMentions(part, drawing) : [<Anchor key={part.address} address={part.address} />],
  );
}

function plainText(node: Nodes): string {
  if ("value" in node) {
    return node.value;
  }
  return "children" in node ? node.children.map(plainText).join("") : "";
}

/** A link with a text of its own says where it leads, unless the text does. */
function NamedLink({ node, drawing }: { node: Extract<PhrasingContent, { type: "link" }>; drawing: Drawing }) {
  const link = safeLink(node.url);
  const said = plainText(node);
  if (link === undefined) {
    return <>{said}</>;
  }
  if (saysWhereItLeads(said, link)) {
    return <Anchor address={node.url} />;
  }
  return (
    <>
      <Anchor address={node.url}>{children(node.children, drawing)}</Anchor>
      <bdi class="link-host" title={link.href}>
        <Icon of={ExternalLink} small label={t("link.leadsTo")} /> {link.host || link.shown}
      </bdi>
    </>
  );
}

function children(nodes: readonly Nodes[], drawing: Drawing): ComponentChild[] {
  const deeper = { ...drawing, depth: drawing.depth + 1 };
  return nodes.map((node, index) => <Node key={index} node={node} drawing={deeper} />);
}

function Node({ node, drawing }: { node: Nodes; drawing: Drawing }): ComponentChild {
  if (drawing.depth > DEEPEST) {
    return plainText(node);
  }
  switch (node.type) {
    case "paragraph":
      return <p dir="auto">{children(node.children, drawing)}</p>;
    case "text":
      return <>{text(node.value, drawing)}</>;
    case "strong":
      return <strong>{children(node.children, drawing)}</strong>;
    case "emphasis":
      return <em>{children(node.children, drawing)}</em>;
    case "delete":
      return <del>{children(node.children, drawing)}</del>;
    case "inlineCode":
      return <code dir="ltr">{node.value}</code>;
    case "code":
      return <CodeBlock code={node.value} language={node.lang ?? undefined} />;
    case "break":
      return <br />;
    case "heading":
      return (
        <p class="heading" dir="auto">
          {children(node.children, drawing)}
        </p>
      );
    case "blockquote":
      return <blockquote dir="auto">{children(node.children, drawing)}</blockquote>;
    case "list":
      return node.ordered ? (
        <ol dir="auto" start={Math.min(node.start ?? 1, 99_999)}>
          {children(node.children, drawing)}
        </ol>
      ) : (
        <ul dir="auto">{children(node.children, drawing)}</ul>
      );
    case "listItem":
      return <li>{children(node.children, drawing)}</li>;
    case "thematicBreak":
      return <hr />;
    case "link":
      return <NamedLink node={node} drawing={drawing} />;
    default:
      return plainText(node);
  }
}

/** A message's text, drawn. */
export function Markdown({ source, mentionOf }: { source: string; mentionOf: MentionOf }) {
  const parsed = parseMessage(source);
  const drawing = { mentionOf, depth: 0 };
  if (parsed.kind === "plain") {
    return (
      <div class="markdown">
        <p dir="auto">{text(parsed.text, drawing)}</p>
      </div>
    );
  }
  return (
    <div class={isOnlyEmoji(source) ? "markdown large" : "markdown"}>{children(parsed.root.children, drawing)}</div>
  );
}
