import Store

/// The tables of this service.
enum Schema {
    static let migrations = [
        Migration(version: 1, name: "conversation", bytes: PackageResources.v0001_conversation_sql),
        Migration(version: 2, name: "message", bytes: PackageResources.v0002_message_sql),
        Migration(version: 3, name: "tag", bytes: PackageResources.v0003_tag_sql),
        Migration(version: 4, name: "contact", bytes: PackageResources.v0004_contact_sql),
        Migration(version: 5, name: "alteration", bytes: PackageResources.v0005_alteration_sql),
        Migration(version: 6, name: "assignment", bytes: PackageResources.v0006_assignment_sql),
        Migration(version: 7, name: "search", bytes: PackageResources.v0007_search_sql),
        Migration(version: 8, name: "gesture", bytes: PackageResources.v0008_gesture_sql),
        Migration(version: 9, name: "lid_phone", bytes: PackageResources.v0009_lid_phone_sql),
        Migration(version: 10, name: "notification", bytes: PackageResources.v0010_notification_sql),
        Migration(version: 11, name: "words", bytes: PackageResources.v0011_words_sql),
        Migration(version: 12, name: "ideographs", bytes: PackageResources.v0012_ideographs_sql),
        Migration(version: 13, name: "colleague", bytes: PackageResources.v0013_colleague_sql),
        Migration(version: 14, name: "reference", bytes: PackageResources.v0014_reference_sql),
        Migration(version: 15, name: "note", bytes: PackageResources.v0015_note_sql),
        Migration(version: 16, name: "tag_version", bytes: PackageResources.v0016_tag_version_sql),
        Migration(version: 17, name: "words_apart", bytes: PackageResources.v0017_words_apart_sql),
        Migration(version: 18, name: "number_parts", bytes: PackageResources.v0018_number_parts_sql),
    ]
}
