//! The pages: of a bookshop, in the layouts that vendors use.

pub(crate) const BOOK: &str = r#"# book resource type

Namespace: contoso.shop

A book that can be bought.

## Methods

|Method|Return type|Description|
|:---|:---|:---|
|[Get book](../api/book-get.md)|[book](book.md)|Reads a book.|

## Properties

|Property|Type|Description|
|:---|:---|:---|
|id|String|What identifies it.|
|author|[person](person.md)|Who wrote it.|
|readers|[person](person.md) collection|Who has read it.|
|binding|bindingKind|How it is bound. The possible values are: `hard`, `soft`.|
|state|[contoso.shop.saleState](#salestate-values)|Whether it is sold.|
|genre|genre|What kind of a book it is.|
|maker|[press](press.md)|Who printed it.|
|price|Edm.Decimal|What it costs.|
|printed|Date|When it was printed.|
|opens|TimeOfDay|When reading starts.|
|length|Duration|How long it takes.|
|cover|Binary|A picture.|
|pages|Int16|How many there are.|
|stars|Single|How good it is.|
|tags|String collection|What it is found by.|

### saleState values

|Member|Description|
|:---|:---|
|open|It can be bought.|
|sold|It cannot.|

## Relationships

|Relationship|Type|Description|
|:---|:---|:---|
|reviews|[contoso.shop.review](review.md) collection|What readers say.|
|shelf|[shelf](shelf.md)|Where it stands.|
|printer|[person](person.md)|Who printed it.|

## JSON representation

<!-- {
  "blockType": "resource",
  "keyProperty": "id",
  "@odata.type": "contoso.shop.book"
} -->
```json
{ "id": "String (identifier)", "pages": 1024 }
```
"#;

pub(crate) const PERSON: &str = r#"# person resource type

## Properties

|Property|Type|Description|
|:---|:---|:---|
|id|String|A number.|
|name|String|How the person is called.|

<!-- { "blockType": "resource", "@odata.type": "contoso.shop.person" } -->
"#;

pub(crate) const REVIEW: &str = r#"# review resource type

## Properties

|Property|Type|Description|
|:---|:---|:---|
|code|Guid|What identifies it.|
|text|String|What it says.|

<!-- { "blockType": "resource", "keyProperty": "code" } -->
"#;

pub(crate) const GENRE: &str = "# genre enum type

What kind of a book it is.

## Members

|Member|Value|Description|
|:---|:---|:---|
|novel|0|A story.|
|poem|1|Verses.|
";

pub(crate) const CUSTOMER: &str = r#"# customer resource type

Represents a customer.

## Navigation

|Navigation|Return Type|Description|
|---|---|---|
|[currency](contoso_currency.md)|currency|What the customer pays with.|
|[currencies](contoso_currency.md)|currencies|All that the customer could pay with.|

## Properties

|Property|Type|Description|
|---|---|---|
|id|GUID|What identifies it. Non-editable.|
|kind|SHOP.customerKind|Which kind it is. It can be "Company" or "Person".|
|balance|decimal|What is due.|
|since|date|The first day.|
"#;

pub(crate) const CURRENCY: &str = "# currency resource type

## Properties

|Property|Type|Description|
|---|---|---|
|id|GUID|What identifies it.|
|code|string|Three letters.|
";

pub(crate) const CUSTOMER_GET: &str = "# Get customers

## HTTP request

```
GET shopPrefix/companies({id})/customers({id})
PATCH shopPrefix/companies({id})/customers({id})
```

## Response

If it succeeds, this returns `200 OK` and a **customers** object.

```json
GET https://{shopPrefix}/api/v2.0/companies({id})/customers({id})
```

```json
{ \"id\": \"f2a5738a-44e3-ea11-bb43-000d3a2feca1\", \"kind\": \"Company\" }
```
";

pub(crate) const REVIEWS: &str = "# List reviews

## HTTP request

```http
GET /me/reviews
GET /me/reviews/{code}
POST /me/reviews
GET /readers/{id | name}/reviews
GET /readers/{id}/shelves/{id}/books/{id}
```

## Response

If it succeeds, this returns `200 OK` and a collection of [review](review.md) objects.
";

pub(crate) const CASES: &str = "# List cases

## HTTP request

```http
GET /api/cases
GET /api/cases/{id}
```

## Response

A list of cases.

### Case metadata

Field name|Description|Example value
---|---|---
caseId|What identifies it.|17
level|How bad it is. Possible values are: `low`, `high`.|low
labels|Words on it.|\\[\\]

## Response example

```json
{ \"@odata.context\": \"https://api.contoso.com/api/$metadata#Cases\",
  \"value\": [ { \"caseId\": 17, \"level\": \"low\", \"owner\": { \"name\": \"Ann\" } } ] }
```

## Common properties

Property|Type|Description
---|---|---
caseId|long|What identifies it.
labels|string list|Words on it.
notes|List of case notes|What was written about it.
";
