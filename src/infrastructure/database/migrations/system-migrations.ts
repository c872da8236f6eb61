import { CreateSystemTables1767225600000 } from './1767225600000-create-system-tables';
import { AddIdentity1767312000000 } from './1767312000000-add-identity';
import { DropUnusedColumns1767484800000 } from './1767484800000-drop-unused-columns';
import { KeepRefreshTokensInSessions1767571200000 } from './1767571200000-keep-refresh-tokens-in-sessions';
import { DropUsedRefreshTokens1767657600000 } from './1767657600000-drop-used-refresh-tokens';
import { AddShowUserDetails1767744000000 } from './1767744000000-add-show-user-details';
import { AddQuotas1767830400000 } from './1767830400000-add-quotas';
import { KeyIdnAddresses1767916800000 } from './1767916800000-key-idn-addresses';
import { IndexMailsByRecipient1768046400000 } from './1768046400000-index-mails-by-recipient';
import { LetAnonymousAccessBeUnset1768132800000 } from './1768132800000-let-anonymous-access-be-unset';
import { RoundWholeNumbers1768219200000 } from './1768219200000-round-whole-numbers';
import { AddFieldLists1768305600000 } from './1768305600000-add-field-lists';
import { AddPiiGroups1768392000000 } from './1768392000000-add-pii-groups';
import { AddMacros1768478400000 } from './1768478400000-add-macros';
import { PutNullsFirstInIndexes1768564800000 } from './1768564800000-put-nulls-first-in-indexes';
import { AddArithmeticFunctions1768651200000 } from './1768651200000-add-arithmetic-functions';

/** Every migration, oldest first; named here so that no file is looked for at run time. */
export const SYSTEM_MIGRATIONS = [
  CreateSystemTables1767225600000,
  AddIdentity1767312000000,
  DropUnusedColumns1767484800000,
  KeepRefreshTokensInSessions1767571200000,
  DropUsedRefreshTokens1767657600000,
  AddShowUserDetails1767744000000,
  AddQuotas1767830400000,
  KeyIdnAddresses1767916800000,
  IndexMailsByRecipient1768046400000,
  LetAnonymousAccessBeUnset1768132800000,
  RoundWholeNumbers1768219200000,
  AddFieldLists1768305600000,
  AddPiiGroups1768392000000,
  AddMacros1768478400000,
  PutNullsFirstInIndexes1768564800000,
  AddArithmeticFunctions1768651200000,
];
