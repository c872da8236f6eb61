import type { CallerVerdict, RuleExplanation } from '#application/rules/explain-rule';
import type { CallerVerdictDto, RuleExplanationDto } from './rule-explanation.dto';

export function presentExplanation({ callers, reading, changes }: RuleExplanation): RuleExplanationDto {
  const verdicts = callers && {
    users: callers.users.map((user) => ({
      id: user.id,
      email: user.email,
      role: user.role,
      ...presentVerdict(user),
    })),
    total: callers.total,
    stranger: presentVerdict(callers.stranger),
  };
  return { callers: verdicts, reading, changes };
}

function presentVerdict({ allowed, refusedWith, failed }: CallerVerdict): CallerVerdictDto {
  return { allowed, refused_with: refusedWith, failed };
}
