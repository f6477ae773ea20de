import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An instance waits for a message. */
@Entity('message_subscription')
export class MessageSubscriptionRow {
  @PrimaryColumn('bigint')
  id!: string;

  @Column('bigint')
  processInstanceId!: string;

  @Column('text')
  processId!: string;

  @Column('text')
  wait!: string;

  @Column('text')
  element!: string;

  @Column('text')
  elementInstance!: string;

  @Column('text')
  message!: string;

  @Column('text')
  correlationKey!: string;

  @Column('timestamptz')
  createdAt!: Date;
}
