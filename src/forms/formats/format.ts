/** A way of writing that a text field may ask for by `commune:format`. */
export interface Format {
  /** What is kept, or undefined when the text is not of this format. */
  normalise(text: string): string | undefined;
  /** What is shown of the kept value. */
  show(value: string): string;
  readonly type?: 'email' | 'tel' | 'text';
  readonly inputmode?: 'numeric' | 'email' | 'tel';
  readonly autocomplete?: string;
  readonly width?: number;
}
