/** Who may register, and which addresses people may give themselves: the operator's settings. */
import { type EmailAddress, parseEmailAddress } from '#domain/auth/email-address';
import { DomainError, type FieldProblem } from '#domain/kernel/errors';

export interface CheckedAddress {
  /** null: there are problems. */
  readonly address: EmailAddress | null;
  readonly problems: readonly FieldProblem[];
}

export class RegistrationRules {
  private readonly domains: ReadonlySet<string>;

  /** `domains`: those whose addresses may register; empty: all may. */
  constructor(
    private readonly isOpen: boolean,
    domains: readonly string[],
  ) {
    this.domains = new Set(domains.map((domain) => domain.toLowerCase()));
  }

  requireOpen(): void {
    if (!this.isOpen) throw new DomainError('AUTH_REGISTRATION_CLOSED', 'forbidden', 'Registration is closed');
  }

  checkAddress(email: string, field = 'email'): CheckedAddress {
    const address = parseEmailAddress(email);
    if (!address) return refused(field, 'invalid_email', 'Not a valid email address');
    const domain = address.key.slice(address.key.lastIndexOf('@') + 1);
    if (this.domains.size > 0 && !this.domains.has(domain)) {
      return refused(field, 'email_domain_not_allowed', 'Addresses of this domain are not accepted');
    }
    return { address, problems: [] };
  }
}

function refused(field: string, code: string, message: string): CheckedAddress {
  return { address: null, problems: [{ field, code, message }] };
}
