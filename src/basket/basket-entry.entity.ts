import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A request that is ready, and waits to be sent with others. It goes with its draft. */
@Entity('basket_entry')
export class BasketEntry {
  @PrimaryColumn({ type: 'bigint' })
  draftId!: string;

  @Column({ type: 'timestamptz' })
  addedAt!: Date;
}
