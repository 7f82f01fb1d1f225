// What the ARN of a function that exists already says of where it is.

export interface FunctionHome {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** @param arn of the shape that `arn` asks for; of any other text, what stands in its places */
export function homeOf(arn: string): FunctionHome {
  const [, partition = '', , region = '', account = ''] = arn.split(':');
  return { partition, region, account };
}
