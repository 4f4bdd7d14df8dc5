# Shown before, or in place of, the app: plain texts without placeables.
unsupported-title = يُرجى استخدام متصفح آخر
unsupported-share = لا يمكن لهذا المتصفح مشاركة شاشتك، فذلك يحتاج إلى جهاز كمبيوتر ومتصفح حديث. لا توجد مشكلة من جانبك، ولا يلزم تثبيت أي شيء.
unsupported-body = تحتاج خدمة Remote Help إلى متصفح حديث. لا توجد مشكلة من جانبك.
unsupported-use = افتح الرابط نفسه في أحد هذه المتصفحات، بهذا الإصدار أو بإصدار أحدث:
unsupported-browsers = ‏Chrome 109 أو Edge 109 أو Firefox 122 أو Safari 16.4
unsupported-noscript = تحتاج خدمة Remote Help إلى JavaScript. يُرجى السماح بها لهذه الصفحة ثم إعادة تحميلها.
load-failed-title = تعذّر تحميل Remote Help
load-failed-body = لم يصل جزء من هذه الصفحة. يُرجى التحقق من الاتصال والمحاولة مرة أخرى.
load-failed-retry = إعادة المحاولة
language = اللغة
language-name = العربية
