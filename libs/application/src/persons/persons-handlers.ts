import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Reading, type Reader } from '../reading.ts';
import { erasePerson, type ErasureNews } from './erase-person.ts';
import type { PersonAsked } from './persons-wallets.ts';

/** Makes the texts by and about a person unreadable; books nothing. */
export class ErasePerson extends Command<AsyncIterable<ErasureNews>> {
  readonly asked: Omit<PersonAsked, 'tenantId'>;
  readonly reader: Reader;

  constructor(asked: Omit<PersonAsked, 'tenantId'>, reader: Reader) {
    super();
    this.asked = asked;
    this.reader = reader;
  }
}

@CommandHandler(ErasePerson)
export class ErasePersonHandler implements ICommandHandler<ErasePerson> {
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  async execute({ asked, reader }: ErasePerson): Promise<AsyncIterable<ErasureNews>> {
    return erasePerson(this.#reading, { ...asked, tenantId: reader.tenantId }, reader);
  }
}
