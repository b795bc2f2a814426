"""What people write into follow-ups."""

from .world import Text

#: kind of follow-up → what it is about
POINTS = {
    "call": (
        Text("Ask how the samples were received", "询问样品反馈"),
        Text("Confirm the delivery day", "确认送货日期"),
        Text("Tell about the offer of this month", "介绍本月促销"),
        Text("Ask for the reorder", "跟进补货"),
    ),
    "visit": (
        Text("Bring samples and the price list", "送样品和价目表"),
        Text("Look at the shelf and talk about the display", "查看货架，谈陈列"),
        Text("Meet the owner about yearly terms", "与老板谈年度合作条件"),
        Text("Introduce the new drinks", "推荐新品饮料"),
    ),
    "message": (
        Text("Send pictures of the new products", "发新品图片"),
        Text("Send the price list", "发送价目表"),
    ),
    "email": (
        Text("Send the offer in writing", "发送书面报价"),
        Text("Send the food safety papers", "发送食品安全资质"),
    ),
    "meeting": (
        Text("Talk over terms with owner and purchaser", "与老板和采购商谈条件"),
        Text("Tasting in our showroom", "在展厅试吃品鉴"),
    ),
}

#: first letter of the grade after the contact, or "won" for customers → what happened
RESULTS = {
    "D": (
        Text("Nobody answered; will try again in the afternoon.", "无人接听，下午再联系。"),
        Text("The one who decides was out; left our card.", "负责人不在，留下了名片。"),
    ),
    "C": (
        Text(
            "First talk. Knows our {product} from a friend, wants the price list.",
            "初次沟通，听朋友说过我们的{product}，要价目表。",
        ),
        Text("Has a supplier, but looks for a second one for {product}.", "已有供应商，{product}想找第二家。"),
        Text("Little time; asked for pictures by message first.", "比较忙，让先发图片资料。"),
        Text("Interested in small quantities to try.", "有兴趣，想先少量试用。"),
    ),
    "B": (
        Text(
            "Met the purchaser. {product} tasted well; he compares prices.", "见到采购，{product}口味认可，正在比价。"
        ),
        Text("Owner likes the assortment; asks for delivery twice a week.", "老板认可品类，要求每周送货两次。"),
        Text("Samples were used up; wants an offer for five products.", "样品已用完，要求五个品种的报价。"),
        Text("Talked about payment after 30 days; the owner will decide.", "谈了月结30天，等老板决定。"),
    ),
    "A": (
        Text(
            "Agreed on the first order; needs {product} by the end of the week.", "首单基本谈妥，本周末前要{product}。"
        ),
        Text("Price accepted. Sends the list of quantities tomorrow.", "价格已认可，明天发数量清单。"),
        Text("Contract is with the owner for signing.", "合同已交老板签字。"),
    ),
    "E": (
        Text("Stays with the present supplier. No second supplier wanted.", "继续用现有供应商，不考虑第二家。"),
        Text("Too expensive for him at the quantities he needs.", "用量小，嫌价格高，明确拒绝。"),
    ),
    "F": (
        Text("The number does not exist, and the shop is not there.", "号码为空号，门店也不存在。"),
        Text("Private person, no business.", "个人咨询，非商户。"),
    ),
    "won": (
        Text("Reordered {product}; asks for delivery before ten.", "补货{product}，要求十点前送到。"),
        Text("Stock lasts for another week. {product} sells well.", "库存够一周，{product}销得不错。"),
        Text("Showed the new products; takes {product} into the menu.", "介绍新品，准备把{product}加进菜单。"),
        Text("One carton was damaged; agreed on a replacement.", "有一箱破损，已商定换货。"),
        Text("Talked about the open invoice; pays on Friday.", "沟通了未付款项，答应周五付款。"),
        Text("Checked the shelf, moved our goods to eye level.", "理货，把我们的产品调整到视线高度。"),
    ),
}

INTERESTS = (
    Text("{product}, smaller packs", "{product}，小包装"),
    Text("Delivery within a day", "次日送达"),
    Text("Monthly statement", "按月对账"),
    Text("Tasting for guests", "店内试吃活动"),
    Text("{product} under the shop's own label", "{product}贴牌"),
)

OBJECTIONS = (
    Text("Price of {product}", "{product}价格偏高"),
    Text("Minimum quantity", "起订量太高"),
    Text("Contract with the present supplier until the end of the year", "与现供应商合同到年底"),
    Text("Little room in the store", "仓库小，放不下"),
    Text("Wants to pay after 60 days", "希望账期60天"),
)
