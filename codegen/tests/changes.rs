//! What a document says of changing data becomes what the runtime is told.

use odata_codegen::Builder;

const SERVICE: &str = r#"
name = "Shop"
base-url = "https://shop.contoso.com/odata/"
metadata = ["metadata.xml"]
"#;

/// A document with these properties of the type `shop.Order` and these annotations of the set `Orders`.
fn generate(properties: &str, annotations: &str) -> String {
    generate_keyed("", properties, annotations)
}

/// The same, with these annotations of the key `id`.
fn generate_keyed(of_key: &str, properties: &str, annotations: &str) -> String {
    let metadata = format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml">
    <edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/>
  </edmx:Reference>
  <edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Capabilities.V1.xml">
    <edmx:Include Namespace="Org.OData.Capabilities.V1" Alias="Capabilities"/>
  </edmx:Reference>
  <edmx:DataServices>
    <Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="Order">
        <Key><PropertyRef Name="id"/></Key>
        <Property Name="id" Type="Edm.Int32" Nullable="false">{of_key}</Property>
        {properties}
        <NavigationProperty Name="parts" Type="Collection(shop.Order)"/>
      </EntityType>
      <EntityContainer Name="Container">
        <EntitySet Name="Orders" EntityType="shop.Order">{annotations}</EntitySet>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>"#
    );
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("service.toml"), SERVICE).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), metadata).expect("written");
    let builder = Builder::new("service.toml").root(folder.path());
    builder.generate().expect("generated").text
}

fn update(properties: &str) -> String {
    format!(
        r#"<Annotation Term="Capabilities.UpdateRestrictions"><Record>{properties}</Record></Annotation>"#
    )
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(plain.contains(part), "no {part} in\n{text}");
    }
}

#[track_caller]
fn does_not_say(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(!text.contains(part), "{part} in\n{text}");
    }
}

#[test]
fn whether_an_update_inserts() {
    let value = |value| format!(r#"<PropertyValue Property="Upsertable" Bool="{value}"/>"#);
    let yes = generate("", &update(&value(true)));
    says(&yes, &["upserts: true,"]);
    does_not_say(&yes, &["Usage::Upsert"]);
    let no = generate("", &update(&value(false)));
    says(
        &no,
        &[
            "odata::Usage::Upsert,",
            "the service inserts nothing that it is to update and does not find: `Capabilities.UpdateRestrictions` of entity set \
             `Orders` says so: metadata.xml",
        ],
    );
    does_not_say(&no, &["upserts"]);
    does_not_say(&generate("", ""), &["upserts", "Usage::Upsert"]);
}

#[test]
fn by_which_methods_it_updates() {
    let methods = |methods: &str| {
        let value = format!(r#"<PropertyValue Property="UpdateMethod" EnumMember="{methods}"/>"#);
        generate("", &update(&value))
    };
    let put = methods("Capabilities.HttpMethod/PUT");
    says(
        &put,
        &["odata::Usage::Patch,", "updates by PUT and not by PATCH"],
    );
    does_not_say(&put, &["Usage::Put"]);
    let patch = methods("Capabilities.HttpMethod/PATCH");
    says(
        &patch,
        &["odata::Usage::Put,", "updates by PATCH and not by PUT"],
    );
    does_not_say(&patch, &["Usage::Patch"]);
    let both = methods("Capabilities.HttpMethod/PATCH Capabilities.HttpMethod/PUT");
    does_not_say(&both, &["Usage::P"]);
}

#[test]
fn which_navigation_properties_are_set() {
    let paths = |name: &str| {
        format!(
            r#"<PropertyValue Property="{name}"><Collection>
                 <NavigationPropertyPath>parts</NavigationPropertyPath>
               </Collection></PropertyValue>"#
        )
    };
    let update = update(&paths("NonUpdatableNavigationProperties"));
    let insert = format!(
        r#"<Annotation Term="Capabilities.InsertRestrictions"><Record>{}</Record></Annotation>
           <Annotation Term="Capabilities.DeepInsertSupport"><Record>
             <PropertyValue Property="Supported" Bool="false"/>
           </Record></Annotation>"#,
        paths("NonInsertableNavigationProperties")
    );
    let text = generate("", &format!("{update}{insert}"));
    says(
        &text,
        &[
            "not_insertable: &[( \"parts\",",
            "the service does not let `parts` be set when an entity is inserted: `Capabilities.InsertRestrictions`",
            "not_updatable: &[( \"parts\",",
            "odata::Usage::DeepInsert,",
        ],
    );
    does_not_say(&text, &["DeepUpdate"]);
}

#[test]
fn what_need_not_be_set() {
    let properties = r#"
        <Property Name="plain" Type="Edm.String" Nullable="false"/>
        <Property Name="named" Type="Edm.String" Nullable="false" DefaultValue="x"/>
        <Property Name="made" Type="Edm.Int32" Nullable="false"><Annotation Term="Core.Computed"/></Property>
        <Property Name="filled" Type="Edm.Int32" Nullable="false"><Annotation Term="Core.ComputedDefaultValue"/></Property>
        <Property Name="open" Type="Edm.Int32" DefaultValue="7"/>
        <Property Name="tags" Type="Collection(Edm.String)" Nullable="false"><Annotation Term="Core.Computed"/></Property>"#;
    let text = generate(properties, "");
    says(
        &text,
        &[r#"const DEFAULTED: &'static [&'static str] = &["named", "made", "filled"];"#],
    );
    does_not_say(&generate("", ""), &["DEFAULTED"]);
}

#[test]
fn a_key_that_is_read_only_is_given_on_insert_unless_it_is_computed() {
    let read = r#"<Annotation Term="Core.Permissions" EnumMember="Core.Permission/Read"/>"#;
    let text = generate_keyed(read, "", "");
    says(
        &text,
        &[
            "const NOT_UPDATED: Option<&'static str> = Some(",
            "`Core.Permissions` of property `id` says so: metadata.xml",
        ],
    );
    does_not_say(&text, &["NOT_INSERTED", "trait ReadOnly"]);
    let computed = format!(r#"{read}<Annotation Term="Core.Computed"/>"#);
    let text = generate_keyed(&computed, "", "");
    says(&text, &["trait Computed"]);
    does_not_say(&text, &["NOT_UPDATED"]);
    let none = r#"<Annotation Term="Core.Permissions" EnumMember="Core.Permission/None"/>"#;
    says(&generate_keyed(none, "", ""), &["trait ReadOnly"]);
    let other = format!(r#"<Property Name="other" Type="Edm.Int32">{read}</Property>"#);
    says(&generate_keyed("", &other, ""), &["trait ReadOnly"]);
}
