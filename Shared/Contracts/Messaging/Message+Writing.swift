extension Message: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("id", id.text)
        json.field("conversationId", conversationId.text)
        json.field("providerId", providerId)
        json.field("direction", direction.rawValue)
        json.field("type", type.rawValue)
        json.field("body", body)
        json.field("status", status.rawValue)
        json.field("timestamp", timestamp)
        json.field("clientRef", clientRef)
        json.field("media", media)
        json.field("sender", sender)
        json.field("quotedId", quotedId)
        json.field("source", source?.rawValue)
        json.field("origin", origin?.rawValue)
        json.field("sentBy", sentBy?.text)
        json.field("campaign", campaign)
        json.field("uncertain", uncertain)
        json.field("error", error)
        json.field("content", encoding: content)
        json.field("reactions", encoding: reactions)
        json.field("editedAt", editedAt)
        json.field("revokedAt", revokedAt)
        json.field("ai", encoding: ai)
    }
}

extension MessageSender: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("chatId", chatId.text)
        json.field("name", name)
        json.field("phoneNumber", phoneNumber)
        json.field("contactId", contactId?.text)
        json.field("pictureUrl", pictureUrl)
    }
}

extension MessageMedia: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("id", id.text)
        json.field("state", state.rawValue)
        json.field("mimetype", mimetype)
        json.field("filename", filename)
        json.field("size", size)
    }
}

extension CampaignReference: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("campaignId", campaignId.text)
        json.field("recipientId", recipientId.text)
    }
}

extension DeliveryError: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("code", code)
        json.field("message", message)
    }
}
