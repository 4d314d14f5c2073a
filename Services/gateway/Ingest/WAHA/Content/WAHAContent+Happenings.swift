import Contracts
import JSON

/// Events, orders, invitations and calls.
extension WAHAContent {
    var event: MessageEvent? {
        let raw = key.isEmpty ? data["eventName"] : node["name"]
        guard let name = raw.words() ?? payload["body"].words() else { return nil }
        var event = MessageEvent(name: name)
        let place = key.isEmpty ? data["eventLocation"] : node["location"]
        event.description = (key.isEmpty ? data["eventDescription"] : node["description"]).words(4096)
        event.location = place["name"].words() ?? place["address"].words()
        event.startsAt = WAHATime.read(key.isEmpty ? data["eventStartTime"] : node["startTime"])
        event.endsAt = WAHATime.read(key.isEmpty ? data["eventEndTime"] : node["endTime"])
        event.link = (key.isEmpty ? data["eventJoinLink"] : node["joinLink"]).words(2048)
        event.canceled = (key.isEmpty ? data["isEventCanceled"] : node["isCanceled"]).flag
        return event
    }

    var product: MessageProduct? {
        switch key.isEmpty ? data["type"].string ?? "" : key {
        case "productmessage", "product":
            let told = key.isEmpty ? data : node["product"]
            var product = MessageProduct(kind: .product)
            product.id = told.field("productId").words()
            product.title = told["title"].words()
            product.description = told["description"].words(4096)
            product.url = told.field("url").words(2048)
            product.amount1000 = told["priceAmount1000"].count
            product.currency = (told["currencyCode"].exists ? told["currencyCode"] : told["currency"]).words(8)
            return product
        case "ordermessage", "order":
            var order = MessageProduct(kind: .order)
            order.id = node.field("orderId").words()
            order.title = node["orderTitle"].words()
            order.description = node["message"].words(4096)
            order.items = node["itemCount"].count
            order.amount1000 = node["totalAmount1000"].count
            order.currency = node["totalCurrencyCode"].words(8)
            return order
        default:
            var payment = MessageProduct(kind: .payment)
            payment.amount1000 = node["amount1000"].count ?? data["paymentAmount1000"].count
            payment.currency = (node["currencyCodeIso4217"].words(8)) ?? data["paymentCurrency"].words(8)
            return payment
        }
    }

    var invite: GroupInvite? {
        let group = node.field("groupJid").chat ?? data["inviteGrp"].chat
        let name = node["groupName"].words() ?? data["inviteGrpName"].words()
        let code = node["inviteCode"].words()
        guard group != nil || name != nil || code != nil else { return nil }
        let expiry = node["inviteExpiration"].exists ? node["inviteExpiration"] : data["inviteCodeExp"]
        return GroupInvite(group: group, name: name, code: code, expiresAt: WAHATime.read(expiry))
    }

    /// A call as an entry among messages.
    var call: MessageCall {
        let outcome: MessageCall.Outcome =
            switch (node["callOutcome"].text ?? data["messageStubType"].text ?? "").uppercased() {
            case "0", "CONNECTED", "3", "ACCEPTED_ELSEWHERE", "4": .accepted
            case let word where word.contains("MISS") || ["1", "2", "6", "7", "40", "41", "45", "46"].contains(word):
                .missed
            default: .unknown
            }
        let stub = data["messageStubType"].text?.uppercased() ?? ""
        let isVideo = node["isVideo"].bool ?? node["isVideoCall"].bool
        return MessageCall(
            video: isVideo ?? (stub.contains("VIDEO") || stub == "41" || stub == "46"),
            group: node["isGroup"].bool ?? (stub.contains("GROUP") || stub == "45" || stub == "46"),
            outcome: outcome,
            seconds: node["durationSecs"].count ?? data["callDuration"].count
        )
    }
}
