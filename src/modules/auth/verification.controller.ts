import { Controller, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { SendVerification, type VerificationOutcome } from '#application/auth/send-verification';
import { VerifyEmail } from '#application/auth/verify-email';
import type { RequestContext } from '#domain/kernel/request-context';
import { Public } from '#server/common/access.decorator';
import { Answers } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { credentialToken } from '#server/common/caller-headers';
import { Ctx } from '#server/common/ctx.decorator';
import { AddressMessageDto, MessageDto } from '#server/common/message.dto';
import { presentAddress } from '#server/common/present-address';
import { MailedTokenDto, SendVerificationDto } from './verification.dto';

const MESSAGES: Readonly<Record<VerificationOutcome, string>> = {
  requested: 'If this address waits for its verification, an email has been sent to it.',
  sent: 'A verification email has been sent.',
  sent_before: 'A verification email was sent a moment ago.',
  verified_before: 'Your address is verified already.',
};

/** Open, because users who are not verified cannot log in: a lost mail must not be a dead end. */
@ApiTags('auth')
@Public()
@Controller('auth')
export class VerificationController {
  constructor(
    private readonly sendVerification: SendVerification,
    private readonly verifyEmail: VerifyEmail,
  ) {}

  @Answers('Send the mail that proves an address', MessageDto)
  @ApiBearerAuth()
  @Post('send-verification')
  @HttpCode(HttpStatus.OK)
  send(
    @Ctx() ctx: RequestContext,
    @Req() request: Request,
    @JsonBody() body: SendVerificationDto,
  ): Promise<MessageDto> {
    return this.answer(ctx, request, body);
  }

  @Answers('The same, by another name', MessageDto)
  @ApiBearerAuth()
  @Post('resend-verification')
  @HttpCode(HttpStatus.OK)
  resend(
    @Ctx() ctx: RequestContext,
    @Req() request: Request,
    @JsonBody() body: SendVerificationDto,
  ): Promise<MessageDto> {
    return this.answer(ctx, request, body);
  }

  @Answers('Prove an address with the secret from the mail', AddressMessageDto)
  @Post('verify-email')
  @HttpCode(HttpStatus.OK)
  async verify(@Ctx() ctx: RequestContext, @JsonBody() { token }: MailedTokenDto): Promise<AddressMessageDto> {
    const user = await this.verifyEmail.execute(ctx, token);
    return { message: 'Email verified successfully', user: presentAddress(user) };
  }

  /** A bearer beside an address is ignored: clients send one along, however old. */
  private async answer(ctx: RequestContext, request: Request, body: SendVerificationDto): Promise<MessageDto> {
    const { email, account } = body;
    const outcome = email
      ? await this.sendVerification.toAddress(ctx, email, account ?? undefined)
      : await this.sendVerification.toCaller(ctx, credentialToken(request));
    return { message: MESSAGES[outcome] };
  }
}
