import type { FileDiagnostic } from './diagnostics.js';

/** Diagnostics as SARIF 2.1.0, for code hosts and editors that show findings at their line. */
export function sarif(diagnostics: readonly FileDiagnostic[]): object {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'beffroi', rules: codes.map((id) => ({ id })) } },
        results: diagnostics.map(resultOf),
      },
    ],
  };
}

function resultOf({ code, severity, message, file, line, column, element }: FileDiagnostic): object {
  const region = line === undefined ? {} : { region: { startLine: line, ...(column && { startColumn: column }) } };
  const place = { artifactLocation: { uri: (file ?? '').replaceAll('\\', '/') }, ...region };
  const logical = element === undefined ? {} : { logicalLocations: [{ name: element, kind: 'element' }] };
  return {
    ruleId: code,
    level: severity,
    message: { text: message },
    locations: file === undefined ? [] : [{ physicalLocation: place, ...logical }],
  };
}
