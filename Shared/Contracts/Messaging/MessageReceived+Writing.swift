extension MessageReceived: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("channel", channel.text)
        json.field("chat", chat.text)
        json.field("chatPhone", chatPhone)
        json.field("providerId", providerId.text)
        json.field("type", type.rawValue)
        json.field("body", body)
        json.field("timestamp", timestamp)
        json.field("sender", sender)
        json.field("media", media) { json, media in
            json.field("id", media.id.text)
            json.field("url", media.url)
            json.field("mimetype", media.mimetype)
            json.field("filename", media.filename)
        }
        json.field("quotedId", quotedId)
        json.field("source", source?.rawValue)
        json.field("backfilled", backfilled)
        json.field("past", past)
        json.field("content", encoding: content)
    }
}

extension DeliveryReported: SelfWriting {
    package func write(to json: inout JSONText) {
        json.field("channel", channel.text)
        json.field("messageId", messageId?.text)
        json.field("providerId", providerId)
        json.field("bareId", bareId)
        json.field("fromMe", fromMe)
        json.field("status", status?.rawValue)
        json.field("uncertain", uncertain)
        json.field("error", error)
        json.field("at", at)
    }
}
