/** Kinds of what is wrong with a rule, a filter or a sort term. */
export type LanguageProblem = 'SYNTAX' | 'UNKNOWN_NAME' | 'TYPE' | 'LIMIT';
