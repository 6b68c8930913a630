import type { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";

export interface Place {
  readonly Bucket: string;
  readonly Key: string;
}

/** How much of an object is in memory at a time. S3 takes at most 10,000 pieces, of at least 5 MiB each. */
export const pieceBytes = 8 * 1024 * 1024;

/** Uploads an object in pieces, and ends the upload only when all bytes came: otherwise nothing is ever seen of it. */
export async function uploadPieces(client: S3Client, place: Place, body: Readable, size: number): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
  const upload = { ...place, UploadId };
  try {
    const parts: CompletedPart[] = [];
    for await (const piece of readPieces(body, size)) {
      const PartNumber = parts.length + 1;
      const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body: piece }));
      parts.push({ PartNumber, ...(ETag !== undefined && { ETag }) });
    }
    await client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts }, IfNoneMatch: "*" }),
    );
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {}); // the first error is the one that tells
    throw error;
  }
}

/** The bytes in pieces of 8 MiB, the last one shorter. Throws when more or fewer come than were announced. */
export async function* readPieces(body: Readable, size: number): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let total = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    total += bytes.length;
    if (total > size) break;
    waiting.push(bytes);
    waitingBytes += bytes.length;
    while (waitingBytes >= pieceBytes) {
      const all = Buffer.concat(waiting);
      yield all.subarray(0, pieceBytes);
      waiting = [all.subarray(pieceBytes)];
      waitingBytes -= pieceBytes;
    }
  }
  if (total !== size) throw new Error(`${total} bytes came, and ${size} were announced`);
  if (waitingBytes > 0) yield Buffer.concat(waiting);
}
