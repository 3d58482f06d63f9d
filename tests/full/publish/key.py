"""usage: key.py PORT   Makes the one key that moto accepts, and says it."""

import json
import sys

import boto3

iam = boto3.client(
    "iam", endpoint_url=f"http://127.0.0.1:{sys.argv[1]}", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="y"
)
iam.create_user(UserName="ardoise")
key = iam.create_access_key(UserName="ardoise")["AccessKey"]
everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
iam.put_user_policy(UserName="ardoise", PolicyName="p", PolicyDocument=json.dumps(everything))
print(key["AccessKeyId"], key["SecretAccessKey"])
