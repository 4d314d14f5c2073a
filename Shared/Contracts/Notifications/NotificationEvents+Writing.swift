extension NotificationAdded: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("staff", staff.text)
        json.field("notification", notification)
        json.field("isNew", isNew)
    }
}

extension StaffNotification: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("id", id.text)
        json.field("kind", kind.rawValue)
        json.field("title", title)
        json.field("conversation", conversation)
        json.field("channel", channel)
        json.field("by", by)
        json.field("count", count)
        json.field("at", at)
        json.field("readAt", readAt)
    }
}

extension NotifiedConversation: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("id", id.text)
        json.field("name", name)
        json.field("isGroup", isGroup)
        json.field("preview", preview)
    }
}

extension NotifiedChannel: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("id", id.text)
        json.field("name", name)
        json.field("state", state)
    }
}
