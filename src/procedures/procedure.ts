import type { Value } from '#engine';
import type { Confidentiality } from '../forms/confidentiality.js';
import type { Form } from '../forms/form.js';
import type { Block } from './blocks/block.js';
import type { LegalClock } from './legal-clocks/legal-clock.js';
import { Material, type Parts } from './material.js';
import { type Parameter, valuesOf } from './parameter.js';

/** How sure the program must be of who asks. */
export type Authentication = 'none' | 'account' | 'verified' | 'eid';

export type Channel = 'online' | 'counter' | 'post' | 'phone' | 'email';

export interface Fee {
  /** In euro; `from` = `to` when there is one price. */
  readonly from: number;
  readonly to: number;
  /** Decision that computes it. */
  readonly decision?: string;
  /** FEEL: what a request costs, from its answers and the decision's result (under the decision's id). */
  readonly amount?: string;
  /** What the amount is made of; those that come to nothing are left out. */
  readonly lines?: readonly FeeLine[];
}

export interface FeeLine {
  /** `fee.<id>` in the texts. */
  readonly id: string;
  /** FEEL: euro for one. */
  readonly unit: string;
  /** FEEL; once unless given. */
  readonly quantity?: string;
}

/** How long the town has, or promises. */
export interface Deadline {
  readonly days: number;
  readonly kind: 'working' | 'calendar';
  /** Set by law, or a promise of the service. */
  readonly basis: 'law' | 'service';
}

export interface Law {
  readonly id: string;
  readonly reference: string;
  readonly url?: string;
}

/** The facts of `procedure.yaml`, as written. */
export interface ProcedureFacts {
  /** Also the name of the folder and the id of the process. */
  readonly key: string;
  readonly versionTag: string;
  readonly category: string;
  /** Key of the department that treats it. */
  readonly department: string;
  /** Of its cases from the beginning; `normal` unless given. */
  readonly confidentiality?: Confidentiality;
  readonly audience: readonly ('citizen' | 'company' | 'association')[];
  readonly authentication: Authentication;
  readonly channels: readonly Channel[];
  /** Message that the program sends when a dossier is submitted. */
  readonly acknowledgement?: string;
  readonly fee?: Fee;
  readonly deadline?: Deadline;
  readonly laws?: readonly Law[];
  readonly retention: { readonly dossier: string; readonly [what: string]: string };
  readonly parameters?: { readonly [name: string]: Parameter };
  /** What the law gives the town, by id. */
  readonly clocks?: { readonly [id: string]: LegalClock };
  /** Who plays the roles of the blocks: keys of departments. Who is not named is the procedure's own department. */
  readonly roles?: { readonly [role: string]: string };
  /** What those who are asked for an opinion by a link may see, by the `service` of the adviser. */
  readonly opinions?: { readonly [adviser: string]: SeenByAdviser };
}

/** A body outside the town sees the question it is asked, and this. */
export interface SeenByAdviser {
  /** Keys of questions to the applicant; an attached file is the answer to one. */
  readonly sees?: readonly string[];
  /** Templates of documents that the town issued. */
  readonly documents?: readonly string[];
}

/** Which version of a procedure this is. */
export interface StoredVersion {
  readonly id: string;
  /** From 1. */
  readonly number: number;
}

/** A procedure (*démarche*) that the town offers: one folder, read and found right. */
export class Procedure extends Material {
  readonly facts: ProcedureFacts;
  readonly department: string;
  readonly acknowledgement?: string;
  /** Values of the parameters, by name: the process sees them as `parameters`. */
  readonly parameters: { readonly [name: string]: Value };
  /** Departments by role of the blocks: the process sees them as `roles`. */
  readonly roles: { readonly [role: string]: string };

  /** The version that the service keeps; absent of a folder that was only read. */
  readonly version?: StoredVersion;

  constructor(
    facts: ProcedureFacts,
    folder: string,
    own: Parts,
    /** The form that the citizen fills. */
    readonly startForm: Form,
    blocks: readonly Block[],
  ) {
    super(facts.key, folder, own, blocks);
    const ofBlocks = blocks.map((block) => block.facts.parameters ?? {});
    const parameters = Object.assign({}, ...ofBlocks, facts.parameters) as NonNullable<ProcedureFacts['parameters']>;
    this.facts = { ...facts, parameters };
    this.department = facts.department;
    if (facts.acknowledgement !== undefined) this.acknowledgement = facts.acknowledgement;
    this.parameters = valuesOf(parameters);
    const roles = blocks.flatMap((block) => block.facts.roles ?? []);
    this.roles = { ...Object.fromEntries(roles.map((role) => [role, facts.department])), ...facts.roles };
  }

  /** The same as a stored version. */
  as(version: StoredVersion): Procedure {
    return Object.assign(Object.create(Procedure.prototype) as Procedure, this, { version });
  }
}
