import type { ForgeCore } from "../../face.ts";
import type { SimComment, SimCommitComment, SimRepository } from "../../model/types.ts";
import { nodeId } from "../render/node-id.ts";
import { actorNode } from "./pull-nodes.ts";

/** A comment of an issue, of a pull request or of a commit by its global id; not one on a line of a change. */
export function findCommentNode(core: ForgeCore, repository: SimRepository, id: string) {
  const onCommit = repository.commitComments.find((one) => nodeId("CC", one.id) === id);
  if (onCommit !== undefined) return commitCommentNode(core, onCommit);
  const conversations = [...repository.issues, ...repository.changes].flatMap(({ comments }) => comments);
  const said = conversations.find((one) => nodeId("IC", one.id) === id);
  return said === undefined ? null : issueCommentNode(core, said);
}

function issueCommentNode(core: ForgeCore, comment: SimComment) {
  return { __typename: "IssueComment", id: nodeId("IC", comment.id), ...commentFields(core, comment) };
}

function commitCommentNode(core: ForgeCore, comment: SimCommitComment) {
  return {
    __typename: "CommitComment",
    id: nodeId("CC", comment.id),
    commit: { __typename: "Commit", oid: comment.sha },
    path: comment.path,
    ...commentFields(core, comment),
  };
}

/** Only GraphQL tells an edit within the second of writing: the times are whole seconds everywhere. */
function commentFields(core: ForgeCore, comment: SimComment | SimCommitComment) {
  return {
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    author: () => actorNode(core, comment.accountId),
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    lastEditedAt: comment.lastEditedAt,
    includesCreatedEdit: comment.lastEditedAt !== null,
  };
}
