import { IsIn, IsISO8601, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

/** How far a folder is to be brought. */
const AS = ['draft', 'test', 'published'] as const;

/** What is said along with the files of a procedure. */
export class DeployForm {
  @IsOptional() @IsIn(AS) state?: (typeof AS)[number];
  /** From when it is offered; at once without it. A date alone begins at midnight in the town. */
  @IsOptional() @IsISO8601() from?: string;
  @IsString() @MinLength(1) @MaxLength(500) reason!: string;
}
