import type { Value } from '#engine';

/** A form as form-js and Camunda Modeler write it (schemaVersion 19), as far as we read it. */
export interface FormJs {
  readonly id?: string;
  readonly type?: string;
  readonly components?: readonly Component[];
}

export interface Component {
  readonly id?: string;
  readonly key?: string;
  readonly type?: string;
  readonly label?: string;
  /** Of a date: its label. */
  readonly dateLabel?: string;
  /** Of a `text`: Markdown. */
  readonly text?: string;
  readonly description?: string;
  readonly components?: readonly Component[];
  readonly values?: readonly { readonly label?: string; readonly value?: string }[];
  readonly defaultValue?: Value;
  readonly conditional?: { readonly hide?: string };
  readonly validate?: {
    readonly required?: boolean;
    readonly minLength?: number;
    readonly maxLength?: number;
    readonly min?: number;
    readonly max?: number;
    readonly pattern?: string;
    readonly validationType?: 'custom' | 'email' | 'phone';
  };
  readonly subtype?: 'date' | 'time' | 'datetime';
  readonly disallowPassedDates?: boolean;
  readonly decimalDigits?: number;
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly path?: string;
  readonly properties?: { readonly [name: string]: string };
}
