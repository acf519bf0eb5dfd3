//! What each payload of Graph is.

/// Values within a payload that are read as one type.
pub(crate) struct What {
    /// The file.
    pub(crate) file: &'static str,
    /// The way to the values: names of members, `*` for each item of a collection.
    pub(crate) path: &'static str,
    /// The type, by its name in the metadata.
    pub(crate) type_name: &'static str,
    /// What is said of values that cannot be read, and why they cannot.
    pub(crate) fails: Option<(&'static str, &'static str)>,
}

const fn is(file: &'static str, path: &'static str, type_name: &'static str) -> What {
    What {
        file,
        path,
        type_name,
        fails: None,
    }
}

const fn fails(what: What, says: &'static str, why: &'static str) -> What {
    What {
        fails: Some((says, why)),
        ..what
    }
}

const ATTACHMENT: &str = "microsoft.graph.attachment";
const CONTACT: &str = "microsoft.graph.contact";
const MESSAGE: &str = "microsoft.graph.message";
const UPLOAD: &str = "microsoft.graph.uploadSession";
const USER: &str = "microsoft.graph.user";
const LACKS_ID: &str = "lacks it, and the schema says that it is never null";

/// Every payload. What `$expand` brought and what an action takes is read by itself, as its own type.
pub(crate) const PAYLOADS: &[What] = &[
    fails(
        is("empty.json", "", USER),
        LACKS_ID,
        "an object without members: no entity, since its key is absent",
    ),
    is(
        "request-applications-add-password.json",
        "passwordCredential",
        "microsoft.graph.passwordCredential",
    ),
    is(
        "request-applications-remove-password.json",
        "keyId",
        "Edm.Guid",
    ),
    is(
        "request-create-upload.json",
        "AttachmentItem",
        "microsoft.graph.attachmentItem",
    ),
    is(
        "request-directory-objects-get-by-ids.json",
        "ids/*",
        "Edm.String",
    ),
    is(
        "request-directory-objects-get-by-ids.json",
        "types/*",
        "Edm.String",
    ),
    fails(
        is("request-patch-message-is-read.json", "", MESSAGE),
        LACKS_ID,
        "the body of a PATCH: a change, which has no key, and no entity",
    ),
    is(
        "request-patch-navigation-property.json",
        "singleValueExtendedProperties/*",
        "microsoft.graph.singleValueLegacyExtendedProperty",
    ),
    is(
        "request-post-action-move.json",
        "DestinationId",
        "Edm.String",
    ),
    fails(
        is("request-send-email.json", "", MESSAGE),
        LACKS_ID,
        "the body of a POST: the service gives the new entity its key",
    ),
    is(
        "request-send-email.json",
        "body",
        "microsoft.graph.itemBody",
    ),
    is(
        "request-send-email.json",
        "from",
        "microsoft.graph.recipient",
    ),
    fails(
        is("request-user-patch.json", "", USER),
        LACKS_ID,
        "the body of a PATCH: a change, which has no key, and no entity",
    ),
    is("response-attachment.json", "", ATTACHMENT),
    is(
        "response-attachments-includes-item.json",
        "value/*",
        ATTACHMENT,
    ),
    is("response-attachments-one-item.json", "value/*", ATTACHMENT),
    is("response-attachments.json", "value/*", ATTACHMENT),
    is("response-contacts-minimal-json.json", "value/*", CONTACT),
    is("response-contacts-next-page.json", "value/*", CONTACT),
    is("response-contacts.json", "value/*", CONTACT),
    is("response-create-upload.json", "", UPLOAD),
    is(
        "response-directory-objects-get-by-ids.json",
        "value/*",
        "microsoft.graph.directoryObject",
    ),
    is(
        "response-drive-item-put.json",
        "",
        "microsoft.graph.driveItem",
    ),
    is("response-drive.json", "", UPLOAD),
    is("response-expand-attachments.json", "", MESSAGE),
    is(
        "response-expand-attachments.json",
        "attachments/*",
        ATTACHMENT,
    ),
    fails(
        is("response-get-collection-error.json", "value/*", USER),
        "nothing is there",
        "the service's error, which has no rows",
    ),
    is(
        "response-groups-select.json",
        "value/*",
        "microsoft.graph.group",
    ),
    is(
        "response-list-items-expand-fields.json",
        "value/*",
        "microsoft.graph.listItem",
    ),
    is(
        "response-list-items-expand-fields.json",
        "value/*/fields",
        "microsoft.graph.fieldValueSet",
    ),
    is("response-message-attachments.json", "value/*", ATTACHMENT),
    is("response-message-has-item-attachment.json", "", MESSAGE),
    is("response-message-move.json", "", MESSAGE),
    is("response-message.json", "", MESSAGE),
    is("response-messages-delta.json", "value/*", MESSAGE),
    is(
        "response-messages-expand-attachments-full-metadata.json",
        "value/*",
        MESSAGE,
    ),
    is(
        "response-messages-expand-attachments-full-metadata.json",
        "value/*/attachments/*",
        ATTACHMENT,
    ),
    is(
        "response-messages-expand-attachments-minimal-metadata.json",
        "value/*",
        MESSAGE,
    ),
    is("response-messages.json", "value/*", MESSAGE),
    fails(
        is("response-patch-navigation-property.json", "", MESSAGE),
        "conversationIndex: `AQHIUPQ==` is not an Edm.Binary",
        "`AQHIUPQ==` was shortened by who published it, and is no base64 any more",
    ),
    is(
        "response-patch-navigation-property.json",
        "body",
        "microsoft.graph.itemBody",
    ),
    is(
        "response-revoke-sign-in-sessions.json",
        "value",
        "Edm.Boolean",
    ),
    is("response-send-email.json", "", MESSAGE),
    is("response-user-expand-with-drive.json", "", USER),
    is(
        "response-user-expand-with-drive.json",
        "drive",
        "microsoft.graph.drive",
    ),
    is("response-user.json", "", USER),
    fails(
        is("response-users-delta-empty.json", "value/*", USER),
        "nothing is there",
        "a page of changes without a row",
    ),
    is("response-users-delta-latest-next-2.json", "value/*", USER),
    is("response-users-delta-latest-next-3.json", "value/*", USER),
    is("response-users-delta-latest-next.json", "value/*", USER),
    fails(
        is("response-users-delta-latest.json", "value/*", USER),
        "nothing is there",
        "a page of changes without a row",
    ),
    is("response-users-delta.json", "value/*", USER),
    is("response-users-one-page.json", "value/*", USER),
    is("response-users.json", "value/*", USER),
];
