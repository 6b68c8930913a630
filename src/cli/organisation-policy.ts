import { Option } from "commander";

/** What the commands have in common that read a policy. */
export interface OrganisationPolicyOption {
  readonly organisationPolicy?: string;
}

/** `--organisation-policy FILE`. `otherwise` says what holds without it. */
export function organisationPolicyOption(otherwise = ""): Option {
  return new Option("--organisation-policy <file>", `the organisation's file, which applies above it${otherwise}`);
}

/** Where the forge has a file that holds without the option. */
export const asOnForge = " (default: as the forge has it now)";
