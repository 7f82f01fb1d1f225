"""A small fake of boto3 for the handlers of the examples. It notes each call, and keeps the items of tables."""

calls = []
tables = {}


class ConditionalCheckFailedException(Exception):
    pass


class Table:
    def __init__(self, name):
        self.name = name
        self.items = tables.setdefault(name, {"key": [], "items": []})["items"]

    def get_item(self, Key):
        self._note("GetItem")
        item = self._find(Key)
        return {"Item": item} if item else {}

    def put_item(self, Item, ConditionExpression=None):
        self._note("PutItem")
        found = self._find({name: Item[name] for name in tables[self.name]["key"]})
        if ConditionExpression is not None:
            assert ConditionExpression.startswith("attribute_not_exists("), ConditionExpression
            if found:
                raise ConditionalCheckFailedException()
        if found:
            self.items.remove(found)
        self.items.append(Item)

    def update_item(self, Key, UpdateExpression, ExpressionAttributeValues):
        self._note("UpdateItem")
        found = self._find(Key)
        if not found:
            found = dict(Key)
            self.items.append(found)
        assert UpdateExpression.startswith("SET "), UpdateExpression
        for assignment in UpdateExpression[4:].split(", "):
            name, value = assignment.split(" = ")
            found[name] = ExpressionAttributeValues[value]

    def _note(self, action):
        calls.append([f"dynamodb:{action}", self.name, None])

    def _find(self, key):
        return next((item for item in self.items if all(item[name] == key[name] for name in key)), None)


class DynamoDB:
    class meta:
        class client:
            class exceptions:
                ConditionalCheckFailedException = ConditionalCheckFailedException

    Table = staticmethod(Table)


class SNS:
    def publish(self, TopicArn, Message):
        calls.append(["sns:Publish", TopicArn, Message])


def resource(service):
    return {"dynamodb": DynamoDB}[service]()


def client(service):
    return {"sns": SNS}[service]()
