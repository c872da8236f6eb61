/** The view rules that a plan holds besides its own condition: those of the targets of paths, sorts and expansions. */
import type { Condition } from '#domain/rules/condition';
import { type ReplaceVisibility, stepWithVisibility, withVisibility } from '#domain/rules/path-visibility';
import type { Expansion, LocatePlan, MatchPlan, Output, OutputMember, RecordPlan } from './record-plan';

type RulePlan = Exclude<RecordPlan, LocatePlan | MatchPlan>;

/** Each of them once. */
export function visibilitiesOf(plan: RulePlan): readonly Condition[] {
  const found = new Set<Condition>();
  replaceVisibilities(plan, (visibleIf) => {
    found.add(visibleIf);
    return visibleIf;
  });
  return [...found];
}

export function replaceVisibilities(plan: RulePlan, replace: ReplaceVisibility): RulePlan {
  switch (plan.kind) {
    case 'list': {
      const order = plan.order.map((term) => ({ ...term, operand: withVisibility(term.operand, replace) }));
      return { ...plan, where: withVisibility(plan.where, replace), order, output: ofOutput(plan.output, replace) };
    }
    case 'aggregate': {
      const keys = plan.keys.map((key) => ({ ...key, operand: withVisibility(key.operand, replace) }));
      const measures = plan.measures.map((measure) => ({
        ...measure,
        operand: measure.operand && withVisibility(measure.operand, replace),
      }));
      return { ...plan, where: withVisibility(plan.where, replace), keys, measures };
    }
    case 'select':
      return { ...plan, where: withVisibility(plan.where, replace) };
    case 'get':
    case 'getMany':
      return { ...plan, where: withVisibility(plan.where, replace), output: ofOutput(plan.output, replace) };
    // Rules are trusted with every row.
    case 'create':
    case 'update':
      return { ...plan, output: ofOutput(plan.output, replace) };
    case 'delete':
      return plan;
  }
}

function ofOutput(output: Output, replace: ReplaceVisibility): Output {
  return { ...output, members: output.members.map((member) => ofMember(member, replace)) };
}

function ofMember(member: OutputMember, replace: ReplaceVisibility): OutputMember {
  if (member.kind === 'back') {
    const { step, output } = member;
    return { ...member, step: step && stepWithVisibility(step, replace), output: ofOutput(output, replace) };
  }
  if (member.kind !== 'field') return member;
  const { expand, made } = member;
  if (expand !== null) return { ...member, expand: ofExpansion(expand, replace) };
  return made === undefined ? member : { ...member, made: withVisibility(made, replace) };
}

function ofExpansion({ visibleIf, output }: Expansion, replace: ReplaceVisibility): Expansion {
  return { visibleIf: replace(visibleIf), output: typeof output === 'string' ? output : ofOutput(output, replace) };
}
