extension MessageAdded: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("message", message)
        json.field("conversation", conversation)
    }
}

extension MessageChanged: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("message", message)
        json.field("branch", branch)
    }
}

extension ConversationChanged: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("conversation", conversation)
    }
}

extension ConversationSummary: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("id", id.text)
        json.field("channelId", channelId.text)
        json.field("chatId", chatId.text)
        json.field("phoneNumber", phoneNumber)
        json.field("name", name)
        json.field("isGroup", isGroup)
        json.field("pictureUrl", pictureUrl)
        json.field("unreadCount", unreadCount)
        json.field("lastMessage", lastMessage)
        json.field("tags", tags)
        json.field("contact", contact)
        json.field("note", note)
        json.field("version", version)
        json.field("updatedAt", updatedAt)
        json.field("status", status?.rawValue)
        if let endedAt { json.field("endedAt", endedAt) }
        json.field("assignee", assignee)
        json.field("control", control)
        json.field("workVersion", workVersion)
    }
}

extension StaffBrief: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("id", id.text)
        json.field("name", name)
    }
}

extension ConversationControl: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("holder", holder.rawValue)
        json.field("staff", staff)
        json.field("since", since)
        json.field("requestedBy", requestedBy)
    }
}

extension MessagePreview: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("id", id.text)
        json.field("direction", direction.rawValue)
        json.field("type", type.rawValue)
        json.field("preview", preview)
        json.field("status", status.rawValue)
        json.field("timestamp", timestamp)
    }
}

extension Tag: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("id", id.text)
        json.field("name", name)
        json.field("description", description)
        json.field("color", color)
        json.field("order", order)
        json.field("active", active)
    }
}

extension ContactBrief: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("id", id.text)
        json.field("name", name)
        json.field("kind", kind.rawValue)
        json.field("badge", badge)
        json.field("branch", branch)
        json.field("leadStatus", leadStatus)
    }
}

extension Badge: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("status", status.rawValue)
        json.field("label", label)
    }
}
