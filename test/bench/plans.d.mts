export function scansOf(plan: object): string[];
