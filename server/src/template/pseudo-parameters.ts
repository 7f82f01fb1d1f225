// What AWS itself fills in when the template is deployed.
import { ref } from './value.ts';

export const partition = ref('AWS::Partition');
export const region = ref('AWS::Region');
export const account = ref('AWS::AccountId');
export const urlSuffix = ref('AWS::URLSuffix');
