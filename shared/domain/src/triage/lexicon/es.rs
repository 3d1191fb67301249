//! Terms of customers who write Spanish.
//!
//! Invariant: words only, see the table's rules in `pattern`.

use super::{Table, Topic};

pub(super) const TABLE: Table = &[
    (
        Topic::Refund,
        "reembols*, rembols*, reintegr*, devol* .. dinero|importe|pago|monto|cantidad, devolución, devoluciones, devuelv* .. dinero|importe|pago, devuelvan, devolver, devolverme, devolvieran, mi dinero, dinero de vuelta, recuperar .. dinero|importe, regres* .. dinero, anular .. pago|compra|cargo|pedido, compensación, indemniz*, retracto, contracargo, devuélvan*|devuelvan*|devolverme|devolvedme|devuélveme|regrésenme|reintégrenme|devolver|devuelven .. dinero|euros|importe|pago|plata, devuélvanme, devuelvanme, devolvedme, dinero|euros|plata .. vuelta|devuel*|atrás, quiero mi dinero|plata, abonen|abonar .. importe, retrocesión, deshacer .. compra, me devuelvan, rembolsen",
    ),
    (
        Topic::Charge,
        "cobrado, cobraron, cobran, cobro, cobros, cobrar, cargo|cargos en|de|no|que|doble|duplicado, cargado en, dos veces .. cobr*|pag*, cobr* .. veces, doble cobro|cargo|pago, pagado dos veces, no reconozco, no autoric*, nunca autoric*|contrat*|suscrib*|ped*, sin mi|autorización|consentimiento|permiso, no autorizado, estafa*, estafado, fraude, robado, robo, descontaron, descontado, me han quitado, extracto bancario, retirado de mi cuenta, sin avisar|preguntar|permiso|consentimiento|autorización, nunca pedí|quise|acepté|contraté|autoricé, me quitaron|sacaron|descontaron|cobraron|cobran|han|cobrasteis .. euros|dinero|año|mes|dólares|pesos, siguen|seguís|continúan cobrando, me siguen cobrando, cobro .. después|aunque|sin|otra, cobrado .. dos|otra|aunque|después",
    ),
    (
        Topic::Mistake,
        "por error, por equivocación, sin querer, me equivoqué, olvidé cancelar, se me olvidó, olvid* .. cancelar|dar, renov* .. automátic*|sin|sola|solo, renovación automática, no la he usado|utilizado, no lo he usado|utilizado, nunca usé|utilicé, sin avisar, sin darme cuenta, plan equivocado, hijo|hija|niño|sobrino .. compr*|suscri*|contrat*, compré|contraté|suscribí|pagué|elegí .. error|querer|equivocación, en vez del mensual",
    ),
    (
        Topic::Withdrawal,
        "desistimiento, desistir, derecho de desistimiento, 14 días, rescind*, devolver .. producto|artículo|pedido",
    ),
    (
        Topic::Invoice,
        "factura, facturas, recibo, recibos, comprobante*, iva, nif, cif, dirección de facturación, facturación, nota de crédito, ticket de compra, gastos de empresa, nota de gastos, declaración de la renta, contable, gestor, razón social, a nombre de",
    ),
    (
        Topic::Payment,
        "pagar, pagado, pagué, pago, pagos, compra*, comprado, compré, comprar, tarjeta*, tarjeta de crédito, paypal, euros, dólares, pesos, banco, transferencia, importe, monto, dinero, domiciliación",
    ),
    (
        Topic::Cancel,
        "cancel* .. suscripción|subscripción|membresía|plan|cuenta|renovación|prueba|premium, cancelar, cancelación, cancelo, cancelen, darme de baja, dar de baja, de baja, anular .. suscripción|subscripción|renovación, anular, baja, desuscrib*, terminar .. suscripción|contrato, parar .. suscripción|pagos, detener .. suscripción|pagos, desactivar .. suscripción|renovación, no quiero renovar|seguir, no quiero .. suscripción, eliminar .. suscripción, finalizar .. suscripción, ya no quiero, no .. más|sigan .. cobr*, ya no .. uso|utilizo|necesito|quiero|usaré|usamos|utilizamos|necesitamos|queremos, ya no la|lo|me uso|utilizo|necesito|sirve|interesa, no .. uso|necesito|utilizo|quiero .. más, quitar|quito|sacar|terminar|cerrar .. suscripción|plan|premium|cuenta, dejar de pagar, dejar .. suscripción|plan, no seguir|renovar|renueven|continuar, salirme, doy de baja, dé de baja, me doy|dar|den|damos .. baja, suscripción .. cancelar|quitar|anular|terminar|baja|fin",
    ),
    (
        Topic::Subscription,
        "suscripci*, subscripci*, suscrito, membresía, prueba gratuita|gratis, periodo de prueba, premium, renovación, renovar, licencia*, plan, planes, anual, mensual, versión de pago|pro|completa|gratuita, paquete",
    ),
    (
        Topic::How,
        "cómo puedo|hago|se|cambio|cancelo|cancelar|funciona|elimino|descargo|comparto|activo|recupero|puede|doy|borro|subo|usar|cambiar|anulo, como puedo|hago|se|cambio|cancelo, dónde puedo|está|están|encuentro|veo|se, donde, puedo, se puede, se pueden, podemos, podrían decirme|indicarme|explicarme, pueden decirme|indicarme, es posible, sería posible, hay, existe, cuál, cuáles, cuánto*, cuanto*, qué debo|tengo|pasa|hago|es|incluye, tengo una pregunta|duda|consulta, una pregunta|duda|consulta, pregunta sobre, quisiera saber, quería saber, me gustaría saber, saber cómo|si|dónde, no sé cómo|dónde|si, no entiendo cómo, explicar cómo, instrucciones, tutorial, guía, diferencia entre, qué formatos|tipo, cómo|dónde _, ^se puede|pueden, ^funciona|sirve|es|hay|puedo|podría|existe|aceptan|está|viene|vale|cuesta en|sin|con|para|posible|la|el|también|un|una|algún|alguna|descuento|usar|compartir|cambiar|app, funciona sin|con|en, cómo me|hago|puedo|se, qué formatos|tipos|incluye|pasa|plan, cuántos|cuántas, me pueden decir|indicar, hay forma|manera|alguna, alguna forma|manera",
    ),
    (Topic::Why, "por qué, porqué, a qué se debe"),
    (
        Topic::Lost,
        "no encuentro, no lo encuentro, no la encuentro, no veo, no aparece la opción, por ningún lado, en ningún sitio, dónde está, dónde están, no veo|encuentro .. botón|opción|dónde, dónde está|quedó|quedaron",
    ),
    (
        Topic::Want,
        "quiero, quisiera, queremos, quería, me gustaría, necesito, deseo, solicito, por favor, pueden, podrían, podéis, ayuda, ayudarme, ayúdenme",
    ),
    (
        Topic::Fault,
        "error, errores, mensaje de error, fallo, fallos, falla, fallan, fallando, bug, no funciona*, no sirve, no carga*, no abre, no se abre, no se cargan, no se guarda, no guarda, no responde, no arranca, no inicia, no se reproduce, no reproduce, no muestra, no se muestra, no sincroniza, no genera, no lee, dejó de funcionar, ha dejado de funcionar, funciona mal, se cierra, se bloquea, se cuelga, colgad*, bloquead*, se congela, se traba, se queda .. blanco|cargando|colgad*|congelad*|en negro|pillad*, pantalla blanca|negra|en blanco|en negro, página en blanco, en blanco, roto, rota, averiad*, defectuos*, no pasa nada, no ocurre nada, no hace nada, algo salió mal, algo ha ido mal, caíd*, cargando eternamente, me saca, me expulsa, cierra sesión sol*, botón .. gris|desactivado|inactivo, no se descarga|descargan, no descarga|descargan, ruido, no funciona|funcionan|carga|cargan|abre|abren|guarda|responde|arranca|inicia|reproduce|muestra|sincroniza|genera|lee|imprime|envía|conecta|actualiza|reconoce|suena|avanza|acepta|sirve|escucha|oye, no se abre|abren|escucha|oye|carga|cargan|guarda|ve|ven|conecta|actualiza|mueve|imprime, se cierra*|cierran|apaga|apagan|corta|cortan|para|detiene|reinicia|desconecta|repite|duplica|borra, se queda*|quedó|quedan .. cargando|colgad*|pegad*|pensando|negro|blanco|congelad*|bloquead*|a, cargando|carga|cargar .. infinito|eternamente|termina|rato|nunca|horas, da vueltas, dando vueltas, gira|girando .. sin|y, respuestas|respuesta|fecha|hora|precio|resultado .. incorrect*|equivocad*|mal|inglés|erróne*, incorrectas|incorrecta|equivocada|equivocadas respuestas|respuesta|fecha, dice .. incorrect*|error|equivocad*, duplicad*, cortad*, borros*, ilegible*, inventa*, al revés, sale|salen .. mal|error|vacío|inglés|blanco, me salen|sale .. en, me echa, mensaje rojo, parpadea",
    ),
    (
        Topic::Cannot,
        "no puedo, no podemos, no me deja, no deja, no me permite, no permite, imposible, no es posible, no logro, no consigo, no se puede, no he podido, no pude, no soy capaz, no me|nos deja|dejan|permite|permiten|acepta, no hay manera|forma, no puedo|podemos, rechaza",
    ),
    (
        Topic::Missing,
        "desaparec*, perdí, perdido .. datos|todo|archivos|notas, he perdido, falta, faltan, se borr*, borrado .. todo|solo, no .. recibido|llegado, no recib*, nunca recib*|llegó, no me llega, no llega, vacío, vacía, sin sonido|audio, no hay sonido, no se oye, ya no está, ya no están, no aparece, no aparecen, perdid* .. todo|todas|todos, se perdió|perdieron|borró|borraron, a cero, vacíos|vacías, no me llegan|llega|llegó|aparecen, nunca me llegó|llega, no encuentro mis|mi .. apuntes|notas|mazos|archivos|datos, no ha llegado",
    ),
    (
        Topic::Odd,
        "problema, problemas, dificultad*, raro, rara, extraño, lento, lenta, incorrect*, equivocad*, mal, arreglar, arreglen, arreglarlo, solucionar, solucionen, solución, reparar, técnic*, corregir",
    ),
    (
        Topic::Contrast,
        "solo quedan, solo me quedan, aunque, a pesar de, de repente, de golpe, de pronto, sin embargo, en vez de, en lugar de, se cierra|apaga|reinicia sola|solo, solo, sola, ya no, funcionaba .. antes|ayer|bien, a la mitad, a mitad, sin motivo, constantemente, continuamente, todo el tiempo, y mi|y el|y yo .. está|es",
    ),
    (Topic::DoesNot, "no, nada, nunca, ningún, ninguna, tampoco"),
    (
        Topic::Tried,
        "reinstal*, desinstal*, reinici*, desde .. actualización|ayer|hoy|esta mañana|días, después de .. actualiz*, tras .. actualiz*, cada vez que, siempre que, cuando intento|abro|pulso|hago|quiero, al intentar|abrir|guardar|cargar|entrar|subir|iniciar, he intentado, ya intenté, varias veces, borrado la caché, otro navegador, ya he probado, he probado, desde ayer|hoy|el|la|hace|esta, después de|del, cuando|al importo|importar|abro|subo|subir|cargo|entro|guardo|imprimir|exportar, spam, correo no deseado, ya he|probé|intenté",
    ),
    (
        Topic::Access,
        "pagado .. pero, pagué .. pero, compré .. pero, pago .. pero, sigo .. gratuit*|gratis|sin, sigue .. gratuit*|gratis|bloquead*, no tengo acceso, sin acceso, no se activ*, no está activ*, perdí el acceso, no me ha activado, pagado|pagué|compré .. sigue|sigo|aún|todavía|nada|gratuit*, mes gratis .. no|nunca, todavía .. gratis|gratuit*|básic*, aún .. gratis|gratuit*",
    ),
    (
        Topic::Login,
        "entrar, iniciar sesión, inicio de sesión, acceder, ingresar, login, log in, código de verificación|confirmación, verificación, sesión, loguear*, iniciar, acceso, código de acceso|inicio",
    ),
    (
        Topic::Password,
        "contraseña*, clave, contraseña olvidada, olvidé mi contraseña, restablecer, acceso, credencial*, nombre de usuario",
    ),
    (
        Topic::Account,
        "cuenta, cuentas, perfil, correo electrónico, dirección de correo|email, mi correo, mi email, mis datos, datos personales, privacidad, rgpd, número de teléfono, eliminar .. cuenta, borrar .. cuenta, cerrar .. cuenta, nombre de usuario, correo, email, e mail, dirección, nombre, dos cuentas",
    ),
    (
        Topic::Change,
        "cambi*, modific*, configur*, ajust*, elimin*, borrar, borro, quitar, mover, compart*, transfer*, añad*, agreg*, invit*, subir, subo, descarg*, import*, export*, crear, creo, activ*, desactiv*, usar, uso, utiliz*, guard*, recuper*, restaur*, conect*, vincul*, imprim*, renombr*, actualiz*, instal*, editar, unir, fusion*, combin*, orden*, escane*, copi*, peg*, poner, pasar de|a|al, imprimir, meter, introducir, cambiar",
    ),
    (
        Topic::Product,
        "app, aplicación, aplicacion, tarjetas de estudio, flashcard*, mazo, mazos, archivo*, carpeta*, documento*, apunte*, nota, notas, página, botón, pantalla, idioma*, modo, versión, función, funciones, notificaci*, imagen, imágenes, foto*, vídeo, video*, audio, sonido, podcast*, quiz, test, examen*, exámenes, curso*, lecci*, resumen*, calendario, proyecto*, enlace*, dispositivo*, teléfono, móvil, celular, tableta, tablet, ordenador, computadora, pc, sin conexión, internet, equipo, usuario*, grupo*, programa, software, sitio, web, menú, búsqueda, progreso, preguntas, respuestas, chat, límite, créditos, puntos, invitación, español, inglés, materias, colegas, ia, tutor, temporizador, teclado, campo, resumen, cita, citas, impresora, caja, tickets, empleado*, fórmula*, auriculares, título, respuesta*, pregunta*, lista, tabla, juego, estadística*, recordatorio*, reserva*, inventario, cámara, micrófono, carrito, filtro*, vista previa, tarjetas, amigos, compañer*, logo, voz, podcast, dispositivos, pedidos",
    ),
    (
        Topic::Feature,
        "estaría bien, sería .. genial|bueno|útil|ideal|estupendo, podrían añadir|agregar|incluir, pueden añadir|agregar, sugerencia*, sugiero, propongo, propuesta, idea, mejora*, tienen previsto, planean, función que falta, añadieran, agregaran, modo oscuro, sería .. genial|bueno|útil|ideal|estupendo|posible, estaría .. bien|genial|bueno, podrían|podríais|pueden .. añadir|agregar|incluir|poner, me gustaría que|tener .. opción|modo|función, falta .. opción|modo|función, una idea",
    ),
    (
        Topic::Price,
        "precio*, cuánto cuesta*, cuanto cuesta*, cuesta, cuestan, coste, costo, descuento*, cupón, cupones, código promocional, promo*, tarifa*, presupuesto, más barato, caro, gratis, gratuit*, oferta*, rebaja*, cuánto vale|cuesta|cuestan|sale|es, precio para estudiantes, descuento",
    ),
    (
        Topic::Sales,
        "demo, demostración, presupuesto, cotización, para nuestra|mi|una escuela|empresa|clase|universidad, para nuestro|mi|un colegio|equipo|instituto, licencias para, profesores, maestros, ventas, comercial, volumen, plan de empresa|equipo, interesad* en, empleados, contratar, colegio, instituto, universidad, escuela, para .. clases|alumnos|estudiantes|empleados|compañeros",
    ),
    (
        Topic::Delivery,
        "paquete, envío*, enviado, entrega*, pedido, número de pedido, seguimiento, transportista, mensajería, agotado, llegará, etiqueta de devolución",
    ),
    (
        Topic::Thanks,
        "gracias por .. ayuda|respuesta|todo|apoyo, muchas gracias por, ya funciona, ahora funciona, funciona de nuevo, resuelto, solucionado, problema resuelto|solucionado, excelente servicio, buena app, gran trabajo, todo perfecto, ya lo encontré, saludos y gracias, ya lo|la|los encontré|hallé, encontré, ya se arregló|arreglado|solucionó|resolvió, ya va|funciona|está|quedó .. bien|resuelto|solucionado|arreglado, todo bien|perfecto, sois|son .. geniales|mejores|increíbles, gracias a ustedes|vosotros, gracias .. funciona|arregló|solucionado|resuelto|ayuda, aprobé",
    ),
    (
        Topic::Advert,
        "ofrecemos, nuestros servicios, posicionamiento, más clientes, más ventas, aumentar .. ventas|tráfico, marketing, agencia, publicidad, préstamo*, crédito rápido, ganado, has ganado, ganar dinero, inversión, inversiones, sin compromiso, boletín, seguidores, diseño web, enlaces de calidad, primera página, nuestra oferta|herramienta, nuestros productos|expertos, nuestro servicio|producto, le|les|os ofrecemos, nuestra empresa|agencia ofrece, ayudamos a|empresas|negocios, nuestra agencia|solución|plataforma|empresa, breve llamada|reunión, leads, captación, visibilidad, somos una agencia, desarrollamos, su sitio|página web, financiación, proveedor*",
    ),
    (
        Topic::Approach,
        "candidatura, prácticas, pasantía, currículum, curriculum, cv, vacante*, empleo, trabajar con ustedes, trabajar en, colaboración, colaborar, alianza, patrocin*, periodista, prensa, entrevista, encuesta, tesis, influencer*, embajador*, trabajar .. con|para|en ustedes|vosotros|su, puesto, freelance, vacante, oferta de empleo, hacer prácticas, cuestionario, colaborar con",
    ),
    (
        Topic::Homework,
        "calcula, calcular, resuelve, resolver la, ecuaci*, perímetro, área de, triángulo, explícame, explica, describe, definición, define, traduce, escribe un|una, resume, ensayo, cuál es la capital, capital de, quién fue|era|inventó, cuándo fue, cuáles son las|los, cuales son las|los, fotosíntesis, célula*, revolución, guerra, siglo, vocabulario, gramática, biología, física, química, historia, geografía, matemáticas, filosofía, anatomía, economía, ejercicio, tarea, deberes, partes de la, causas de la|del, consecuencias de, escribe|escribir|redacta .. texto|ensayo|poema|carta|palabras|cuento, resumen de|del .. capítulo|libro|novela, guerra civil|mundial, explícame|explicame|explica .. la|el|los|qué, puedes .. resumir|escribir|resolver|traducir, teorema, qué es la|el|un|una .. célula|fotosíntesis|verbo|átomo, conjuga*",
    ),
    (
        Topic::Urgent,
        "urgent*, urgencia, lo antes posible, cuanto antes, inmediat*, ya mismo, ahora mismo, lo más pronto, rápidamente, asap, emergencia, enseguida",
    ),
    (
        Topic::Deadline,
        "hoy, esta noche, mañana, antes de mañana|lunes|martes|miércoles|jueves|viernes, para mañana|hoy, plazo, examen .. mañana|lunes, mañana .. examen, en 24|48 horas",
    ),
    (
        Topic::Blocked,
        "no podemos trabajar, no puedo trabajar, todo el equipo, todos los usuarios|clientes|empleados, nadie puede, parado, paralizad*, producción, pérdida de datos, perdido todos, hackead*, brecha, seguridad, fuera de servicio, servicio caído, estamos bloqueados",
    ),
    (
        Topic::Negative,
        "pésim*, decepcion*, insatisfech*, descontent*, enfadad*, enojad*, molest*, vergüenza, horrible*, terrible*, inútil, lamentable*, lamentablemente, desgraciadamente, estafa*, ladrones, queja*, reclam*, escándalo, ridícul*, injust*, malo, mala, abuso, asco",
    ),
    (
        Topic::Frustrated,
        "inaceptable, inadmisible, harto, harta, cansad*, ya basta, tercera|segunda|cuarta vez|correo, sigo esperando|sin, sigue sin, nadie responde|contesta, sin respuesta, ninguna respuesta, desde hace semanas|meses|días|un mes, hace semanas|meses, varias veces, otra vez, ya escribí|contacté|he escrito, vergüenza, cuántas veces, pérdida de tiempo, frustr*, ridícul*, por fin, todavía no, aún no",
    ),
    (
        Topic::Threat,
        "abogad*, legal*, acciones legales, tribunal*, denuncia*, policía, consumidor*, oficina del consumidor, ocu, protección de datos, trustpilot, mala reseña, reseña negativa, demanda*, hoja de reclamaciones",
    ),
    (
        Topic::Positive,
        "excelente*, genial*, fantástic*, perfect*, me encanta, encantad*, muchas gracias, mil gracias, maravillos*, satisfech*, content*, feliz, buenísim*, increíble*, felicit*, estupend*",
    ),
    (
        Topic::NoHurry,
        "no es urgente, no urgente, sin prisa, no hay prisa, cuando puedan|tengan|puedas tiempo, cuando puedan, pequeña duda, solo una duda|pregunta, simple pregunta, para su información, por curiosidad, errata, sugerencia",
    ),
    (Topic::No, "ningún, ninguna, ninguno, sin, no hay, no es"),
    (
        Topic::NotWanted,
        "no quiero|pido|busco|deseo|solicito|necesito, no se trata, en lugar de, en vez de",
    ),
    (
        Topic::Condition,
        "si cancelo|me|mi|dejo|la|el|no|yo|cambio, cuando termina|acaba|vence|termine",
    ),
    (Topic::Ask, "tienen, tenéis, ofrecen, buscan, estarían"),
    (
        Topic::OtherMeaning,
        "no me han|ha cobrado, no se cobró, política de reembolso, por error, antes .. cobr*|renov*|cargo, no hay problema, no solo, sin problema, por qué no, no me importa, si no, sin perder, no perder, en lugar de, en vez de, cuanto antes, lo antes posible, gastos de empresa, reembolso de gastos",
    ),
];
