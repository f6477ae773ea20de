import { Type } from 'class-transformer';
import {
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { OptionalKey } from '../protocol/key.js';

/** The one place where files are kept: the database. */
export const STORE = 'beffroi';
const LONGEST_LINK = 7 * 24 * 3_600_000;

/** A key that callers may choose: it is part of an address. */
const ID = /^[\w.-]{1,200}$/;

export class StoreQuery {
  @IsOptional()
  @Matches(new RegExp(`^(${STORE})?$`), { message: `$property must be ${STORE}: there is one store.` })
  storeId?: string;
}

export class NewDocumentQuery extends StoreQuery {
  @IsOptional()
  @Matches(ID, { message: '$property must be letters, digits, dots, dashes: 200 at most.' })
  documentId?: string;
}

export class DocumentQuery extends StoreQuery {
  /** Of the reference: a document with another content is not given. */
  @IsOptional() @IsString() contentHash?: string;
  /** Of a link. */
  @IsOptional() @IsString() expires?: string;
  @IsOptional() @IsString() signature?: string;
}

/** What a program says about a file. */
export class DocumentMetadata {
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(200) contentType?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(500) fileName?: string;
  /** From then on it is not there any more. */
  @IsOptional() @IsISO8601() expiresAt?: string;
  /** Ours is counted. */
  @IsOptional() @IsInt() @Min(0) size?: number;
  @IsOptional() @IsString() processDefinitionId?: string;
  @OptionalKey() processInstanceKey?: string;
  @IsOptional() @IsObject() customProperties?: Record<string, unknown>;
}

export class LinkBody {
  /** Milliseconds for which it works; an hour unless said otherwise. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(LONGEST_LINK) timeToLive?: number;
}

/** The fields of a form that are no files. */
export class DocumentForm {
  @IsOptional() metadata?: unknown;
  @IsOptional() metadataList?: unknown;
}
