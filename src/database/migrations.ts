import type { MigrationInterface } from 'typeorm';
import { Foundation1700000000000 } from './migrations/1700000000000-foundation.js';
import { Workflow1700000000001 } from './migrations/1700000000001-workflow.js';
import { Access1700000000002 } from './migrations/1700000000002-access.js';
import { Dossiers1700000000003 } from './migrations/1700000000003-dossiers.js';
import { Documents1700000000004 } from './migrations/1700000000004-documents.js';
import { Mail1700000000005 } from './migrations/1700000000005-mail.js';
import { Conversation1700000000010 } from './migrations/1700000000010-conversation.js';
import { Desk1700000000011 } from './migrations/1700000000011-desk.js';
import { Administration1700000000012 } from './migrations/1700000000012-administration.js';
import { Passwords1700000000013 } from './migrations/1700000000013-passwords.js';
import { Rest1700000000030 } from './migrations/1700000000030-rest.js';
import { Batches1700000000031 } from './migrations/1700000000031-batches.js';
import { SearchOrder1700000000032 } from './migrations/1700000000032-search-order.js';
import { HistoryChain1700000000040 } from './migrations/1700000000040-history-chain.js';
import { JobPriority1700000000041 } from './migrations/1700000000041-job-priority.js';
import { Accounts1700000000050 } from './migrations/1700000000050-accounts.js';
import { Identity1700000000051 } from './migrations/1700000000051-identity.js';
import { StartParts1700000000042 } from './migrations/1700000000042-start-parts.js';
import { TaskDrafts1700000000050 } from './migrations/1700000000050-task-drafts.js';
import { ApiRecords1700000000060 } from './migrations/1700000000060-api-records.js';
import { Absences1700000000061 } from './migrations/1700000000061-absences.js';
import { HistoryMonths1700000000070 } from './migrations/1700000000070-history-months.js';
import { Retention1700000000071 } from './migrations/1700000000071-retention.js';
import { CalledInstances1700000000075 } from './migrations/1700000000075-called-instances.js';
import { RoomForUpdates1700000000080 } from './migrations/1700000000080-room-for-updates.js';
import { Signatures1700000000130 } from './migrations/1700000000130-signatures.js';
import { SigningKeys1700000000091 } from './migrations/1700000000091-signing-keys.js';
import { AgentTasks1700000000083 } from './migrations/1700000000083-agent-tasks.js';
import { QueueFigures1700000000084 } from './migrations/1700000000084-queue-figures.js';
import { SearchIndices1700000000090 } from './migrations/1700000000090-search-indices.js';
import { ProcedureVersions1700000000100 } from './migrations/1700000000100-procedure-versions.js';
import { Sittings1700000000110 } from './migrations/1700000000110-sittings.js';
import { MonthsOnTime1700000000120 } from './migrations/1700000000120-months-on-time.js';
import { DocumentFiles1700000000121 } from './migrations/1700000000121-document-files.js';
import { OneWaitIndex1700000000122 } from './migrations/1700000000122-one-wait-index.js';
import { InboxAndWatch1700000000123 } from './migrations/1700000000123-inbox-and-watch.js';
import { SearchFilters1700000000195 } from './migrations/1700000000195-search-filters.js';
import { Opinions1700000000200 } from './migrations/1700000000200-opinions.js';
import { DocumentVersions1700000000220 } from './migrations/1700000000220-document-versions.js';
import { InboxIndices1700000000221 } from './migrations/1700000000221-inbox-indices.js';
import { CaseClocks1700000000281 } from './migrations/1700000000281-case-clocks.js';
import { Confidentiality1700000000280 } from './migrations/1700000000280-confidentiality.js';
import { Payments1700000000240 } from './migrations/1700000000240-payments.js';
import { Baskets1700000000260 } from './migrations/1700000000260-baskets.js';
import { Notifications1700000000261 } from './migrations/1700000000261-notifications.js';
import { HistoryProcess1700000000270 } from './migrations/1700000000270-history-process.js';
import { GlobalTaskElements1700000000271 } from './migrations/1700000000271-global-task-elements.js';
import { Cosignatures1700000000290 } from './migrations/1700000000290-cosignatures.js';
import { Vault1700000000300 } from './migrations/1700000000300-vault.js';
import { CashClosings1700000000301 } from './migrations/1700000000301-cash-closings.js';

/**
 * Every migration, oldest first. They only go forward: what was released is never edited, and `down` does not exist.
 * One file belongs to one area, so that two people adding tables do not meet.
 */
export const migrations: (new () => MigrationInterface)[] = [
  Foundation1700000000000,
  Workflow1700000000001,
  Access1700000000002,
  Dossiers1700000000003,
  Documents1700000000004,
  Mail1700000000005,
  Conversation1700000000010,
  Desk1700000000011,
  Administration1700000000012,
  Passwords1700000000013,
  Rest1700000000030,
  Batches1700000000031,
  SearchOrder1700000000032,
  HistoryChain1700000000040,
  JobPriority1700000000041,
  StartParts1700000000042,
  Accounts1700000000050,
  Identity1700000000051,
  TaskDrafts1700000000050,
  ApiRecords1700000000060,
  Absences1700000000061,
  HistoryMonths1700000000070,
  Retention1700000000071,
  CalledInstances1700000000075,
  RoomForUpdates1700000000080,
  AgentTasks1700000000083,
  QueueFigures1700000000084,
  SearchIndices1700000000090,
  SigningKeys1700000000091,
  ProcedureVersions1700000000100,
  Sittings1700000000110,
  MonthsOnTime1700000000120,
  DocumentFiles1700000000121,
  OneWaitIndex1700000000122,
  InboxAndWatch1700000000123,
  Signatures1700000000130,
  SearchFilters1700000000195,
  Opinions1700000000200,
  DocumentVersions1700000000220,
  InboxIndices1700000000221,
  Payments1700000000240,
  Baskets1700000000260,
  Notifications1700000000261,
  HistoryProcess1700000000270,
  GlobalTaskElements1700000000271,
  Confidentiality1700000000280,
  CaseClocks1700000000281,
  Cosignatures1700000000290,
  Vault1700000000300,
  CashClosings1700000000301,
];
