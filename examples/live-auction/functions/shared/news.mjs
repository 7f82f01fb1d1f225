// What has happened to a lot: the function Broadcast takes it from the queue News.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const client = new SQSClient({});

export async function publish(news) {
  await client.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_NEWS, MessageBody: JSON.stringify(news) }));
}
